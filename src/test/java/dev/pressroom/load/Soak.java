package dev.pressroom.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a soak found: each gauge with its samples, where it goes, and whether that is well. */
record Soak(List<Line> lines) {
    /** A gauge and what it did. */
    record Line(Gauge gauge, List<Sampler.Sample> samples, Trend trend) {
        boolean isWell() {
            return gauge.growth() == Gauge.Growth.WITH_JOBS || trend.isFlat(gauge);
        }

        String verdict() {
            if (gauge.growth() == Gauge.Growth.NONE) {
                return trend.isFlat(gauge) ? "flat" : "GROWS";
            }
            return trend.perJob() == 0 ? "flat" : perJob() + " a job";
        }

        private String perJob() {
            return gauge.unit().equals("MB")
                    ? ErrorKinds.format("%.2f kB", trend.perJob() * 1000)
                    : ErrorKinds.format("%.2f", trend.perJob());
        }

        /** Its cells: name, first, middle, last, slope, verdict. */
        List<String> cells() {
            return List.of(
                    gauge.name(),
                    value(trend.first()),
                    value(trend.middle()),
                    value(trend.last()),
                    ErrorKinds.format("%+,.1f/h", trend.perHour()),
                    verdict());
        }

        private String value(double value) {
            return gauge.unit().isEmpty()
                    ? ErrorKinds.number(value)
                    : ErrorKinds.format("%,.1f %s", value, gauge.unit());
        }
    }

    static final List<String> HEAD = List.of("", "first", "middle", "last", "slope", "");

    static Soak of(Sampler sampler) {
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<Gauge, List<Sampler.Sample>> entry : sampler.samples().entrySet()) {
            lines.add(new Line(entry.getKey(), entry.getValue(), Trend.of(entry.getValue())));
        }
        return new Soak(List.copyOf(lines));
    }

    /** Those that were ever anything but zero. */
    List<Line> told() {
        return lines.stream()
                .filter(line -> line.samples().stream().anyMatch(sample -> sample.value() != 0))
                .toList();
    }

    /** Whether it can be said that nothing grows. */
    boolean isFlat() {
        return isLongEnough() && lines.stream().allMatch(Line::isWell);
    }

    private boolean isLongEnough() {
        return !lines.isEmpty() && lines.stream().allMatch(line -> line.trend().isTelling());
    }

    String sentence() {
        if (!isLongEnough()) {
            return "Too short to say what grows: it takes two minutes at least.";
        }
        return isFlat() ? "Nothing grows but what is kept of each job." : "Something grows that should not.";
    }

    String text() {
        List<List<String>> table = new ArrayList<>();
        table.add(HEAD);
        told().forEach(line -> table.add(line.cells()));
        return "After warm-up (a quarter of the time)\n" + Table.of(table) + "\n" + sentence() + "\n";
    }
}
