package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import java.util.List;

/** Lying bars, for long labels and for many of them. */
final class BarChart {
    private static final double GAP = 14;
    private static final double WIDEST_LABEL = 330;
    private static final double GRID_FROM = 10;

    private BarChart() {}

    static String draw(Chart chart, List<String> colors) {
        Sheet sheet = new Sheet(chart);
        Axis axis = Axis.withZero(chart);
        double bar = chart.points().size() > 14 ? 20 : 30;
        List<TextBlock> labels = chart.points().stream().map(BarChart::label).toList();
        double labelWidth = labels.stream().mapToDouble(TextBlock::width).max().orElse(0);
        double left = Sheet.MARGIN + labelWidth + 16 + (axis.low() < 0 ? valueRoom(chart, true) : 0);
        double right = Sheet.WIDTH - Sheet.MARGIN - valueRoom(chart, false);
        double height =
                labels.stream().mapToDouble(label -> rowHeight(label, bar)).sum();
        Box plot = new Box(left, sheet.top(), right - left, height);
        Svg svg = sheet.begin(chart, plot.bottom() + 62);
        grid(svg, axis, plot);
        double y = plot.y();
        for (int i = 0; i < labels.size(); i++) {
            double row = rowHeight(labels.get(i), bar);
            row(svg, chart.points().get(i), labels.get(i), axis, plot, y + row / 2, bar, labelWidth, colors.get(0));
            y += row;
        }
        double zero = x(axis, plot, 0);
        return svg.line(zero, plot.y(), zero, plot.bottom() + GRID_FROM, Sheet.ZERO, 2)
                .end();
    }

    private static void grid(Svg svg, Axis axis, Box plot) {
        double room = plot.width() / (axis.ticks().size() - 1);
        int every = Math.max(1, (int) Math.ceil((Sheet.tickWidth(axis) + 12) / room));
        for (int i = 0; i < axis.ticks().size(); i++) {
            double x = x(axis, plot, axis.ticks().get(i));
            svg.line(x, plot.y(), x, plot.bottom() + GRID_FROM, Sheet.GRID, 1.5);
            if (i % every == 0) {
                double half = Sheet.tickWidth(axis) / 2 + 2;
                svg.text(
                        Sheet.tick(axis.ticks().get(i)),
                        x - half,
                        plot.bottom() + 16,
                        2 * half,
                        Sheet.SOFT,
                        Svg.Anchor.MIDDLE);
            }
        }
    }

    private static void row(
            Svg svg,
            Chart.Point point,
            TextBlock label,
            Axis axis,
            Box plot,
            double middle,
            double bar,
            double labelWidth,
            String color) {
        double zero = x(axis, plot, 0);
        double end = x(axis, plot, point.value());
        svg.rect(Math.min(zero, end), middle - bar / 2, Math.abs(end - zero), bar, color, "class", "bar");
        svg.text(label, Sheet.MARGIN, middle - label.height() / 2, labelWidth, Sheet.SOFT, Svg.Anchor.END);
        TextBlock value = Sheet.value(point.shown());
        double x = point.value() < 0 ? end - 8 - value.width() : end + 8;
        svg.text(value, x, middle - value.height() / 2, value.width(), Sheet.INK, Svg.Anchor.START);
    }

    private static double x(Axis axis, Box plot, double value) {
        return plot.x() + plot.width() * axis.share(value);
    }

    private static double rowHeight(TextBlock label, double bar) {
        return Math.max(bar, label.height()) + GAP;
    }

    private static double valueRoom(Chart chart, boolean negative) {
        return 14
                + chart.points().stream()
                        .filter(point -> point.value() < 0 == negative)
                        .mapToDouble(point -> Sheet.value(point.shown()).width())
                        .max()
                        .orElse(0);
    }

    private static TextBlock label(Chart.Point point) {
        return TextBlock.lines(point.label(), WIDEST_LABEL, 2, Sheet.LABEL_SIZE, false);
    }
}
