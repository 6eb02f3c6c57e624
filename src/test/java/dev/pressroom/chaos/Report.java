package dev.pressroom.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result table, followed by the violations. */
final class Report {
    private static final int MAX_FAULTS = 20;
    private static final List<String> HEAD =
            List.of("harm", "jobs", "lost", "doubled", "double-charged", "stale writes", "recovery p50", "p99");

    private Report() {}

    static String of(List<Verdict> verdicts) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEAD);
        verdicts.forEach(verdict -> lines.add(line(verdict)));
        return table(lines) + faults(verdicts);
    }

    private static List<String> line(Verdict verdict) {
        return List.of(
                verdict.harm(),
                number(verdict.jobs()),
                number(verdict.count(Fault.Column.LOST)),
                number(verdict.count(Fault.Column.DOUBLED)),
                number(verdict.count(Fault.Column.DOUBLE_CHARGED)),
                number(verdict.count(Fault.Column.STALE_WRITE)),
                seconds(verdict.recoveries(), 0.5),
                seconds(verdict.recoveries(), 0.99));
    }

    private static String table(List<List<String>> lines) {
        int[] widths = new int[HEAD.size()];
        Arrays.setAll(
                widths,
                column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0));
        return lines.stream().map(line -> aligned(line, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String aligned(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String pad = " ".repeat(widths[column] - line.get(column).length());
            text.append(column == 0 ? "" : "  ").append(column == 0 ? line.get(column) + pad : pad + line.get(column));
        }
        return text.toString();
    }

    private static String faults(List<Verdict> verdicts) {
        StringBuilder text = new StringBuilder();
        for (Verdict verdict : verdicts) {
            for (Fault fault : verdict.faults().stream().limit(MAX_FAULTS).toList()) {
                text.append('\n')
                        .append(verdict.harm())
                        .append(", ")
                        .append(name(fault))
                        .append(": ")
                        .append(fault.says());
            }
            if (verdict.faults().size() > MAX_FAULTS) {
                text.append('\n').append(verdict.harm()).append(": and ");
                text.append(verdict.faults().size() - MAX_FAULTS).append(" more");
            }
        }
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    private static String name(Fault fault) {
        return fault.column().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** @param ascending durations */
    static String seconds(List<Duration> ascending, double share) {
        if (ascending.isEmpty()) {
            return "-";
        }
        int index = (int) Math.min(ascending.size() - 1, Math.floor(share * ascending.size()));
        return String.format(Locale.ROOT, "%.1f s", ascending.get(index).toMillis() / 1000.0);
    }
}
