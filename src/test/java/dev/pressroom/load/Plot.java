package dev.pressroom.load;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/** Lines over the run's time, as inline SVG. Colours come from the page's style. */
final class Plot {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 240;
    private static final double LEFT = 64;
    private static final double RIGHT = 20;
    private static final double TOP = 10;
    private static final double BOTTOM = 26;

    private final DoubleFunction<String> words;
    private final List<Line> lines;
    private final Axis across;
    private final Axis up;

    /** @param points in order of time */
    record Line(String name, List<Point> points) {}

    record Point(double seconds, double value) {}

    private Plot(DoubleFunction<String> words, List<Line> lines) {
        this.words = words;
        this.lines = lines;
        List<Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
        double end = all.stream().mapToDouble(Point::seconds).max().orElse(1);
        this.across = new Axis(0, Math.max(1, end), LEFT, WIDTH - RIGHT);
        this.up = Axis.upwards(
                all.stream().mapToDouble(Point::value).min().orElse(0),
                all.stream().mapToDouble(Point::value).max().orElse(1),
                HEIGHT - BOTTOM,
                TOP);
    }

    /**
     * Draws it, with its title and legend.
     *
     * @param words how a value is written
     */
    static String of(String title, DoubleFunction<String> words, List<Line> lines) {
        Plot plot = new Plot(words, lines);
        return "<figure><figcaption><b>" + Html.text(title) + "</b>" + plot.legend() + "</figcaption>"
                + ErrorKinds.format(
                        "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
                        WIDTH, HEIGHT, Html.text(title))
                + plot.grid() + plot.curves() + "</svg></figure>\n";
    }

    private String legend() {
        if (lines.size() < 2) {
            return "";
        }
        StringBuilder legend = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            legend.append(" <span class=\"key k")
                    .append(i)
                    .append("\">")
                    .append(Html.text(lines.get(i).name()))
                    .append("</span>");
        }
        return legend.toString();
    }

    private String grid() {
        StringBuilder grid = new StringBuilder();
        for (double tick : up.ticks(5)) {
            double y = up.at(tick);
            grid.append(ErrorKinds.format(
                    "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/><text class=\"y\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                    LEFT, y, WIDTH - RIGHT, LEFT - 8, y + 4, Html.text(words.apply(tick))));
        }
        for (double tick : new Axis(0, across.to() / timeUnit(), LEFT, WIDTH - RIGHT).ticks(8)) {
            double seconds = tick * timeUnit();
            grid.append(ErrorKinds.format(
                    "<text class=\"x\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                    across.at(seconds), HEIGHT - 6, clock(seconds)));
        }
        return grid.toString();
    }

    private double timeUnit() {
        return across.to() > 300 ? 60 : 1;
    }

    private static String clock(double seconds) {
        return ErrorKinds.format("%d:%02d", (long) seconds / 60, (long) seconds % 60);
    }

    private String curves() {
        StringBuilder curves = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            List<Point> points = lines.get(i).points();
            String name = lines.get(i).name();
            curves.append("<polyline class=\"c")
                    .append(i)
                    .append("\" points=\"")
                    .append(points.stream().map(this::place).collect(Collectors.joining(" ")))
                    .append("\"/>");
            points.forEach(point -> curves.append(ErrorKinds.format(
                    "<circle class=\"tip\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>%s %s: %s</title></circle>",
                    across.at(point.seconds()),
                    up.at(point.value()),
                    clock(point.seconds()),
                    Html.text(name),
                    Html.text(words.apply(point.value())))));
        }
        return curves.toString();
    }

    private String place(Point point) {
        return ErrorKinds.format("%.1f,%.1f", across.at(point.seconds()), up.at(point.value()));
    }
}
