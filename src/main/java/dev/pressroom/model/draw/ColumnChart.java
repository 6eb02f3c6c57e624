package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import java.util.List;

/** Upright bars, for labels that fit below them. */
final class ColumnChart {
    private static final double PLOT = 380;
    private static final double VALUE_ROOM = 34;

    private ColumnChart() {}

    /** Whether every label can stand below its column without a broken word. */
    static boolean fits(Chart chart) {
        double slot = plotWidth(Axis.withZero(chart)) / chart.points().size();
        return chart.points().stream()
                .allMatch(point -> label(point, slot).isWhole()
                        && (Sheet.value(point.shown()).width() <= slot
                                || chart.points().size() > 24));
    }

    static String draw(Chart chart, List<String> colors) {
        Sheet sheet = new Sheet(chart);
        Axis axis = Axis.withZero(chart);
        boolean negative = axis.low() < 0;
        double left = Sheet.WIDTH - Sheet.MARGIN - plotWidth(axis);
        double slot = plotWidth(axis) / chart.points().size();
        Box plot = new Box(left, sheet.top() + VALUE_ROOM, plotWidth(axis), PLOT);
        List<TextBlock> labels =
                chart.points().stream().map(point -> label(point, slot)).toList();
        double labelHeight =
                labels.stream().mapToDouble(TextBlock::height).max().orElse(0);
        double labelTop = plot.bottom() + (negative ? VALUE_ROOM : 14);
        Svg svg = sheet.begin(chart, labelTop + labelHeight + 32);
        grid(svg, axis, plot);
        for (int i = 0; i < chart.points().size(); i++) {
            double x = plot.x() + i * slot;
            column(
                    svg,
                    chart.points().get(i),
                    axis,
                    plot,
                    x,
                    slot,
                    chart.points().size() <= 24,
                    colors.get(0));
            svg.text(labels.get(i), x, labelTop, slot, Sheet.SOFT, Svg.Anchor.MIDDLE);
        }
        double zero = y(axis, plot, 0);
        return svg.line(plot.x(), zero, plot.right(), zero, Sheet.ZERO, 2).end();
    }

    /** Grid and labels of an upright axis. */
    static void grid(Svg svg, Axis axis, Box plot) {
        for (double tick : axis.ticks()) {
            double y = y(axis, plot, tick);
            svg.line(plot.x(), y, plot.right(), y, Sheet.GRID, 1.5);
            TextBlock label = Sheet.tick(tick);
            svg.text(
                    label,
                    Sheet.MARGIN,
                    y - label.size() * 0.6,
                    plot.x() - 12 - Sheet.MARGIN,
                    Sheet.SOFT,
                    Svg.Anchor.END);
        }
    }

    static double y(Axis axis, Box plot, double value) {
        return plot.bottom() - plot.height() * axis.share(value);
    }

    static double plotWidth(Axis axis) {
        return Sheet.WIDTH - 2 * Sheet.MARGIN - Sheet.tickWidth(axis) - 12;
    }

    private static void column(
            Svg svg, Chart.Point point, Axis axis, Box plot, double x, double slot, boolean valued, String color) {
        double width = Math.min(96, slot * 0.66);
        double zero = y(axis, plot, 0);
        double end = y(axis, plot, point.value());
        double top = Math.min(zero, end);
        svg.rect(x + (slot - width) / 2, top, width, Math.abs(end - zero), color, "class", "bar");
        if (valued) {
            TextBlock value = Sheet.value(point.shown());
            double y = point.value() < 0 ? end + 8 : end - value.height() - 7;
            svg.text(value, x, y, slot, Sheet.INK, Svg.Anchor.MIDDLE);
        }
    }

    private static TextBlock label(Chart.Point point, double slot) {
        return TextBlock.lines(point.label(), slot - 8, 3, Sheet.LABEL_SIZE, false);
    }
}
