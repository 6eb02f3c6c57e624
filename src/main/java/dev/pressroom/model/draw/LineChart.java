package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import dev.pressroom.image.Chart.Point;
import dev.pressroom.image.Numbers;
import java.util.List;

/** Draws points joined by a line, for values that change over time. */
final class LineChart {
    private static final double LABEL_SPACE = 44;
    private static final int MAX_VALUES = 12;
    private static final int MAX_DOTS = 31;

    private final List<Point> points;
    private final Axis axis;
    private final double left;
    private final double top;
    private final double slot;

    private LineChart(Chart chart) {
        points = chart.points();
        axis = Axis.of(chart);
        left = Charts.MARGIN
                + 16
                + axis.ticks().stream()
                        .mapToDouble(tick -> tick(tick).width())
                        .max()
                        .orElse(0);
        top = Charts.top(chart) + 40;
        slot = (Svg.WIDTH - Charts.MARGIN - left) / points.size();
    }

    static String draw(Chart chart, String color) {
        LineChart line = new LineChart(chart);
        Svg svg = Charts.begin(chart, Svg.HEIGHT);
        line.scale(svg);
        line.curve(svg, color);
        line.labels(svg);
        return svg.end();
    }

    private void scale(Svg svg) {
        for (double tick : axis.ticks()) {
            TextBlock label = tick(tick);
            svg.line(
                    left,
                    y(tick),
                    Svg.WIDTH - Charts.MARGIN,
                    y(tick),
                    tick == 0 ? Charts.ZERO_LINE_COLOR : Charts.GRID_COLOR);
            double above = y(tick) - label.height() / 2;
            svg.text(label, Charts.MARGIN, above, left - 16 - Charts.MARGIN, Charts.LABEL_COLOR, Svg.Anchor.END);
        }
    }

    private void curve(Svg svg, String color) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            path.append(svg.path(i == 0 ? "M%s %s" : "L%s %s", x(i), y(i)));
        }
        svg.leaf("path", "d", path, "fill", "none", "stroke", color, "stroke-width", 5, "stroke-linejoin", "round");
        for (int i = 0; i < points.size(); i++) {
            if (points.size() <= MAX_DOTS) {
                svg.leaf("circle", "cx", x(i), "cy", y(i), "r", 7, "fill", color);
            }
            TextBlock value = Charts.value(points.get(i).shown());
            if (points.size() <= MAX_VALUES && value.width() <= slot) {
                double at = y(i) + (isValley(i) ? 14 : -14 - value.height());
                svg.text(value, x(i) - slot / 2, at, slot, Colors.INK, Svg.Anchor.MIDDLE);
            }
        }
    }

    /** Draws as many labels as fit, at equal distances. */
    private void labels(Svg svg) {
        double widest = points.stream()
                .mapToDouble(point -> label(point, 200).width())
                .max()
                .orElse(0);
        int every = (int) Math.max(1, Math.ceil((widest + 16) / slot));
        double room = Math.max(slot, widest + 2);
        for (int i = 0; i < points.size() && x(i) + room / 2 <= Svg.WIDTH; i += every) {
            double from = Math.max(0, x(i) - room / 2);
            svg.text(
                    label(points.get(i), room),
                    from,
                    Svg.HEIGHT - Charts.MARGIN - 26,
                    room,
                    Charts.LABEL_COLOR,
                    Svg.Anchor.MIDDLE);
        }
    }

    /**
     * Whether the point is lower than its neighbours, so that its value is written below it: above, the line would
     * cross it.
     */
    private boolean isValley(int i) {
        double value = points.get(i).value();
        double before = points.get(Math.max(0, i - 1)).value();
        double after = points.get(Math.min(points.size() - 1, i + 1)).value();
        boolean room = y(i) + 20 < Svg.HEIGHT - Charts.MARGIN - LABEL_SPACE;
        return room && (before > value && after >= value || before >= value && after > value);
    }

    private double x(int i) {
        return left + (i + 0.5) * slot;
    }

    private double y(int i) {
        return y(points.get(i).value());
    }

    private double y(double value) {
        double bottom = Svg.HEIGHT - Charts.MARGIN - LABEL_SPACE;
        return bottom - (bottom - top) * axis.share(value);
    }

    private static TextBlock label(Point point, double width) {
        return TextBlock.lines(point.label(), width, 1, Charts.FONT_SIZE, false);
    }

    private static TextBlock tick(double value) {
        return TextBlock.lines(Numbers.brief(value), 200, 1, Charts.FONT_SIZE, false);
    }
}
