package dev.pressroom.image;

import com.google.re2j.Matcher;
import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A chart that can be drawn: it has one value for each label. */
public record Chart(Kind kind, String title, List<Point> points) {
    private static final TextPattern VALUE = TextPattern.of(
            60,
            "(?P<prefix>[$€£¥]?)(?P<sign>[-+−–]?)(?P<prefix2>[$€£¥]?)(?P<number>\\d+(?:[.]\\d+)?(?:[eE][-+]?\\d{1,2})?|[.]\\d+)"
                    + "(?P<unit>%|[$€£¥]|\\p{L}{0,4})");
    /** Larger values make neither a readable label nor a precise axis. */
    private static final double MAX_VALUE = 1e15;

    private static final int MAX_POINTS = 60;

    /** The kind of chart. */
    public enum Kind {
        BAR,
        LINE,
        PIE;

        /** The kind by its name in a placeholder; unknown names become bars, which suit any values. */
        public static Kind of(String word) {
            return switch (word.strip().toLowerCase(Locale.ROOT)) {
                case "line", "area", "trend", "timeline", "spline" -> LINE;
                case "pie", "donut", "doughnut", "ring" -> PIE;
                default -> BAR;
            };
        }
    }

    /** @param shown the value as it was written, with its unit */
    public record Point(String label, double value, String shown) {}

    /**
     * Reads the members of a placeholder.
     *
     * @throws Failure {@code MODEL_ANSWER_INVALID} with the reason, when they do not describe a chart
     */
    public static Chart of(String kind, String title, List<String> labels, List<String> values) {
        if (values.isEmpty()) {
            throw unreadable(title, "has no values");
        }
        if (labels.size() != values.size()) {
            throw unreadable(title, "has " + labels.size() + " labels but " + values.size() + " values");
        }
        if (values.size() > MAX_POINTS) {
            throw unreadable(title, "has more than " + MAX_POINTS + " values");
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            points.add(point(title, labels.get(i), values.get(i)));
        }
        Chart chart = new Chart(Kind.of(kind), title, List.copyOf(points));
        chart.checkShares();
        return chart;
    }

    private void checkShares() {
        if (kind == Kind.PIE && points.stream().anyMatch(point -> point.value() < 0)) {
            throw unreadable(title, "is a pie, which cannot show a negative value");
        }
        if (kind == Kind.PIE && points.stream().mapToDouble(Point::value).sum() <= 0) {
            throw unreadable(title, "is a pie, but all its values are zero");
        }
    }

    private static Point point(String title, String label, String value) {
        Matcher parts = VALUE.match(ungrouped(value))
                .orElseThrow(() -> unreadable(title, "has a value that is no number: “" + excerpt(value) + "”"));
        String sign = parts.group("sign");
        boolean negative = !sign.isEmpty() && !sign.equals("+");
        double number = Double.parseDouble(parts.group("number"));
        if (number > MAX_VALUE) {
            throw unreadable(title, "has a value that is too large to draw: “" + excerpt(value) + "”");
        }
        String amount = (parts.group("number").length() > 12 ? Numbers.plain(number) : grouped(parts.group("number")));
        String shown = (negative && number != 0 ? "−" : "")
                + parts.group("prefix")
                + parts.group("prefix2")
                + amount
                + unit(parts.group("unit"));
        return new Point(label, negative ? 0 - number : number, shown);
    }

    /** Removes white space and thousands separators. */
    private static String ungrouped(String value) {
        StringBuilder digits = new StringBuilder(value.length());
        value.chars()
                .filter(c -> !Character.isWhitespace(c) && "_'’\u00a0\u202f".indexOf(c) < 0)
                .forEach(c -> digits.append((char) c));
        return digits.toString();
    }

    /** Separates the thousands of an integer. */
    private static String grouped(String number) {
        return Chars.all(number, 4, Integer.MAX_VALUE, Chars::isDigit)
                ? Numbers.plain(Double.parseDouble(number))
                : number;
    }

    private static String unit(String unit) {
        return unit.length() > 1 ? " " + unit : unit;
    }

    private static String excerpt(String value) {
        String text = value.strip();
        return text.codePointCount(0, text.length()) <= 20
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 20)) + "…";
    }

    private static Failure unreadable(String title, String fault) {
        String name = title.isEmpty() ? "A chart" : "The chart “" + title + "”";
        return new Failure(ErrorCode.MODEL_ANSWER_INVALID, name + " " + fault + ".");
    }
}
