package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import java.util.List;

/** Points joined by a line, for what changes in time. */
final class LineChart {
    private static final double PLOT = 360;
    private static final double TURNED_LABEL = 150;
    private static final double DEGREES = 40;
    private static final double VALUE_ROOM = 34;

    private LineChart() {}

    static String draw(Chart chart, List<String> colors) {
        Sheet sheet = new Sheet(chart);
        Axis axis = Axis.near(chart);
        int count = chart.points().size();
        double slot = ColumnChart.plotWidth(axis) / count;
        boolean straight =
                chart.points().stream().allMatch(point -> below(point, slot).isWhole());
        double left = Sheet.WIDTH - Sheet.MARGIN - ColumnChart.plotWidth(axis);
        Box plot = new Box(left, sheet.top() + VALUE_ROOM, ColumnChart.plotWidth(axis), PLOT);
        double labelHeight = chart.points().stream()
                .mapToDouble(point -> straight
                        ? below(point, slot).height()
                        : turned(point).width() * Math.sin(Math.toRadians(DEGREES)) + Sheet.LABEL_SIZE)
                .max()
                .orElse(0);
        Svg svg = sheet.begin(chart, plot.bottom() + 14 + labelHeight + 32);
        ColumnChart.grid(svg, axis, plot);
        if (axis.low() <= 0 && axis.high() >= 0) {
            double zero = ColumnChart.y(axis, plot, 0);
            svg.line(plot.x(), zero, plot.right(), zero, Sheet.ZERO, 2);
        }
        curve(svg, chart, axis, plot, slot, colors.get(0));
        int every = straight ? 1 : (int) Math.ceil(26 / slot);
        for (int i = 0; i < count; i += every) {
            double x = plot.x() + i * slot;
            if (straight) {
                svg.text(
                        below(chart.points().get(i), slot), x, plot.bottom() + 14, slot, Sheet.SOFT, Svg.Anchor.MIDDLE);
            } else {
                turnedLabel(svg, chart.points().get(i), x + slot / 2, plot.bottom() + 14);
            }
        }
        return svg.end();
    }

    private static void curve(Svg svg, Chart chart, Axis axis, Box plot, double slot, String color) {
        int count = chart.points().size();
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < count; i++) {
            d.append(svg.d(i == 0 ? "M%s %s" : "L%s %s", x(plot, slot, i), y(chart, axis, plot, i)));
        }
        double base = ColumnChart.y(axis, plot, Math.max(axis.low(), Math.min(0, axis.high())));
        String area = d + svg.d("V%s H%s Z", base, x(plot, slot, 0));
        svg.path(area, color, "opacity", 0.12);
        svg.path(
                d.toString(),
                "none",
                "stroke",
                color,
                "stroke-width",
                4,
                "stroke-linejoin",
                "round",
                "stroke-linecap",
                "round");
        for (int i = 0; i < count; i++) {
            if (count <= 31) {
                svg.circle(x(plot, slot, i), y(chart, axis, plot, i), 6, "#ffffff", "stroke", color, "stroke-width", 4);
            }
            TextBlock value = Sheet.value(chart.points().get(i).shown());
            if (value.width() <= slot - 4) {
                boolean valley = isValley(chart, i) && y(chart, axis, plot, i) + 40 < plot.bottom();
                double y = y(chart, axis, plot, i) + (valley ? 14 : -14 - value.height());
                svg.text(value, plot.x() + i * slot, y, slot, Sheet.INK, Svg.Anchor.MIDDLE);
            }
        }
    }

    /** Lower than its neighbours: the line would run through a value above it. */
    private static boolean isValley(Chart chart, int i) {
        double value = chart.points().get(i).value();
        double before = i == 0 ? value : chart.points().get(i - 1).value();
        double after = i == chart.points().size() - 1
                ? value
                : chart.points().get(i + 1).value();
        return before > value && after >= value || before >= value && after > value;
    }

    private static void turnedLabel(Svg svg, Chart.Point point, double x, double y) {
        TextBlock label = turned(point);
        svg.open("g", "transform", svg.d("translate(%s %s) rotate(%s)", x + 4, y, -DEGREES));
        svg.text(label, -label.width(), -4, label.width(), Sheet.SOFT, Svg.Anchor.END);
        svg.close("g");
    }

    private static double x(Box plot, double slot, int i) {
        return plot.x() + (i + 0.5) * slot;
    }

    private static double y(Chart chart, Axis axis, Box plot, int i) {
        return ColumnChart.y(axis, plot, chart.points().get(i).value());
    }

    private static TextBlock below(Chart.Point point, double slot) {
        return TextBlock.lines(point.label(), slot - 8, 2, Sheet.LABEL_SIZE, false);
    }

    private static TextBlock turned(Chart.Point point) {
        return TextBlock.lines(point.label(), TURNED_LABEL, 1, Sheet.LABEL_SIZE, false);
    }
}
