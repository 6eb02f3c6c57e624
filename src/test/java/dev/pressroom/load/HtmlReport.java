package dev.pressroom.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The result as one page that needs nothing else: no script, no other file. */
final class HtmlReport {
    private final Plan plan;
    private final LoadStatistics tally;
    private final List<TimeSlot> slots;
    private final double slotSeconds;

    private HtmlReport(Plan plan, LoadStatistics tally) {
        this.plan = plan;
        this.tally = tally;
        this.slots = tally.slots();
        this.slotSeconds = tally.slotLength().toMillis() / 1000.0;
    }

    static String of(Plan plan, LoadStatistics tally, Optional<Soak> soak) {
        HtmlReport report = new HtmlReport(plan, tally);
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<title>Load on " + Html.text(plan.url().toString()) + "</title>\n<style>\n" + Html.STYLE
                + "</style></head><body><main>\n" + report.head() + report.figures() + report.times() + report.plots()
                + soak.map(HtmlReport::soak).orElse("") + report.list("Errors", tally.errors())
                + report.list("Notes", tally.notes()) + report.faults() + "</main></body></html>\n";
    }

    private String head() {
        return "<h1>Load on " + Html.text(plan.url().toString()) + "</h1><p>"
                + Html.text(ErrorKinds.format(
                        "%s orders a second for %s: %s. %s",
                        ErrorKinds.number(plan.rate()),
                        Progress.clock(plan.duration()),
                        plan.words(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS)))
                + "</p>";
    }

    private String figures() {
        LoadStatistics.Counts counts = tally.counts();
        long open = counts.unfinished() + counts.waiting();
        return "<div class=\"figures\">"
                + Html.figure(ErrorKinds.number(counts.ordered()), "ordered", "")
                + Html.figure(ErrorKinds.number(counts.accepted()), "accepted", "")
                + Html.figure(ErrorKinds.number(counts.succeeded()), "done", "")
                + Html.figure(ErrorKinds.number(counts.failed()), "failed", badIf(counts.failed()))
                + Html.figure(ErrorKinds.number(counts.refused()), "refused", badIf(counts.refused()))
                + Html.figure(ErrorKinds.number(open), "not ended", badIf(open))
                + Html.figure(ErrorKinds.number(counts.errors()), "errors", badIf(counts.errors()))
                + Html.figure(
                        ErrorKinds.number(counts.faults()), "gaps, doubles", counts.faults() == 0 ? "good" : "bad")
                + "</div>";
    }

    private static String badIf(long count) {
        return count == 0 ? "" : "bad";
    }

    private String times() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("How long users wait", "times", "p50", "p90", "p99", "longest"));
        for (Measure measure : Measure.values()) {
            List<String> line = new ArrayList<>(Summary.line(measure, tally.times(measure)));
            line.set(0, measure.title() + ": " + measure.says());
            lines.add(line);
        }
        return Html.table(lines);
    }

    private String plots() {
        StringBuilder plots = new StringBuilder("<h2>Over time</h2><div class=\"plots\">");
        plots.append(Plot.of(
                "Per second",
                ErrorKinds::number,
                List.of(
                        line("ordered", slot -> slot.orders() / slotSeconds),
                        line("accepted", slot -> slot.times(Measure.ACCEPTED).total() / slotSeconds),
                        line("errors", slot -> slot.errors() / slotSeconds),
                        line("done", slot -> slot.done() / slotSeconds))));
        for (Measure measure : measured()) {
            plots.append(Plot.of(
                    measure.title() + ": " + measure.says(),
                    ErrorKinds::millis,
                    List.of(share("p50", measure, 0.5), share("p90", measure, 0.9), share("p99", measure, 0.99))));
        }
        plots.append("</div><h2>How often</h2><div class=\"plots\">");
        measured().forEach(measure -> plots.append(Bars.of(measure.title(), tally.times(measure))));
        return plots.append("</div>").toString();
    }

    private List<Measure> measured() {
        return List.of(Measure.values()).stream()
                .filter(measure -> tally.times(measure).total() > 0)
                .toList();
    }

    private Plot.Line line(String name, ToDoubleFunction<TimeSlot> value) {
        return new Plot.Line(
                name,
                IntStream.range(0, slots.size())
                        .mapToObj(i -> new Plot.Point(i * slotSeconds, value.applyAsDouble(slots.get(i))))
                        .toList());
    }

    /** A moment at which nothing was measured has no percentile. */
    private Plot.Line share(String name, Measure measure, double share) {
        return new Plot.Line(
                name,
                IntStream.range(0, slots.size())
                        .filter(i -> slots.get(i).times(measure).total() > 0)
                        .mapToObj(i -> new Plot.Point(
                                i * slotSeconds, slots.get(i).times(measure).percentile(share)))
                        .toList());
    }

    private static String soak(Soak soak) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(Soak.HEAD);
        soak.told().forEach(line -> lines.add(line.cells()));
        String plots = soak.told().stream()
                .map(line -> Plot.of(line.gauge().name(), ErrorKinds::number, List.of(values(line))))
                .collect(Collectors.joining());
        return "<h2>What grows</h2><p class=\"" + (soak.isFlat() ? "good" : "bad") + "\">" + Html.text(soak.sentence())
                + " First, middle and last are after warm-up, which is a quarter of the time.</p>" + Html.table(lines)
                + "<div class=\"plots\" style=\"margin-top: 1rem\">" + plots + "</div>";
    }

    private static Plot.Line values(Soak.Line line) {
        return new Plot.Line(
                line.gauge().name(),
                line.samples().stream()
                        .map(sample -> new Plot.Point(sample.seconds(), sample.value()))
                        .toList());
    }

    private String list(String title, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return "";
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of(title, "times"));
        counts.forEach((kind, count) -> lines.add(List.of(kind, ErrorKinds.number(count))));
        return "<h2>" + title + "</h2>" + Html.table(lines);
    }

    private String faults() {
        return tally.faults().isEmpty()
                ? ""
                : "<h2>Broken promises</h2><ul>"
                        + tally.faults().stream()
                                .map(fault -> "<li>" + Html.text(fault) + "</li>")
                                .collect(Collectors.joining())
                        + "</ul>";
    }
}
