package dev.pressroom.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The result in words, for the terminal. */
final class Summary {
    private static final double[] SHARES = {0.5, 0.9, 0.99};

    private Summary() {}

    static String of(LoadStatistics tally) {
        String errors = tally.errors().isEmpty() ? "\nNo errors.\n" : list("Errors", tally.errors());
        String notes = tally.notes().isEmpty() ? "" : list("Notes", tally.notes());
        return counts(tally) + "\n" + times(tally) + errors + notes + faults(tally);
    }

    private static String counts(LoadStatistics tally) {
        LoadStatistics.Counts counts = tally.counts();
        double seconds = Math.max(1e-3, tally.elapsed().toMillis() / 1000.0);
        return ErrorKinds.format(
                "%,d ordered, %,d accepted, %,d done (%.1f/s), %,d failed, %,d refused, %,d not ended%n",
                counts.ordered(),
                counts.accepted(),
                counts.succeeded(),
                counts.succeeded() / seconds,
                counts.failed(),
                counts.refused(),
                counts.unfinished() + counts.waiting());
    }

    private static String times(LoadStatistics tally) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("", "times", "p50", "p90", "p99", "longest"));
        for (Measure measure : Measure.values()) {
            if (tally.times(measure).total() > 0) {
                lines.add(line(measure, tally.times(measure)));
            }
        }
        return Table.of(lines);
    }

    static List<String> line(Measure measure, Histogram times) {
        List<String> cells = new ArrayList<>(List.of(measure.title(), ErrorKinds.format("%,d", times.total())));
        Arrays.stream(SHARES)
                .forEach(share -> cells.add(times.total() == 0 ? "-" : ErrorKinds.millis(times.percentile(share))));
        cells.add(times.total() == 0 ? "-" : ErrorKinds.millis(times.largest()));
        return cells;
    }

    private static String list(String title, Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> ErrorKinds.format("  %,8d  %s%n", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining("", "\n" + title + "\n", ""));
    }

    private static String faults(LoadStatistics tally) {
        long count = tally.counts().faults();
        return count == 0
                ? "\nNothing missing, nothing twice, in what streams and polls told.\n"
                : tally.faults().stream()
                        .map(fault -> "  " + fault + "\n")
                        .collect(Collectors.joining("", ErrorKinds.format("%nBroken promises: %,d%n", count), ""));
    }
}
