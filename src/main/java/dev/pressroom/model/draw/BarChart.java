package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import dev.pressroom.image.Chart.Point;
import java.util.List;
import java.util.function.Predicate;

/** Draws horizontal bars, which have room for long labels. Each shows its value, so there is no axis. */
final class BarChart {
    private static final double MAX_LABEL_WIDTH = 420;
    private static final double MIN_ROW_HEIGHT = 44;
    private static final double MAX_ROW_HEIGHT = 96;
    private static final double GAP = 12;

    private BarChart() {}

    static String draw(Chart chart, String color) {
        List<Point> points = chart.points();
        double top = Charts.top(chart);
        double room = (Svg.HEIGHT - top - Charts.MARGIN) / points.size();
        int lines = room > 70 ? 2 : 1;
        double row = Math.max(MIN_ROW_HEIGHT, Math.min(MAX_ROW_HEIGHT, room));
        List<TextBlock> labels = points.stream()
                .map(point -> TextBlock.lines(point.label(), MAX_LABEL_WIDTH, lines, Charts.FONT_SIZE, false))
                .toList();
        double label = labels.stream().mapToDouble(TextBlock::width).max().orElse(0);
        double left = Charts.MARGIN + label + 2 * GAP + valueRoom(points, point -> point.value() < 0);
        double right = Svg.WIDTH - Charts.MARGIN - valueRoom(points, point -> point.value() >= 0);
        double low = points.stream().mapToDouble(Point::value).reduce(0, Math::min);
        double high = points.stream().mapToDouble(Point::value).reduce(0, Math::max);
        double unit = (right - left) / (high > low ? high - low : 1);
        double zero = left - low * unit;
        double height = Math.max(Svg.HEIGHT, top + row * points.size() + Charts.MARGIN);
        Svg svg = Charts.begin(chart, height);
        double y = top + Math.max(0, (height - Charts.MARGIN - top - row * points.size()) / 2);
        svg.line(zero, y, zero, y + row * points.size(), Charts.ZERO_LINE_COLOR);
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double middle = y + (i + 0.5) * row;
            double length = Math.abs(point.value()) * unit;
            double from = point.value() < 0 ? zero - length : zero;
            svg.rect(from, middle - row * 0.34, length, row * 0.68, color, "bar");
            double above = middle - labels.get(i).height() / 2;
            svg.text(labels.get(i), Charts.MARGIN, above, label, Charts.LABEL_COLOR, Svg.Anchor.END);
            TextBlock value = Charts.value(point.shown());
            double at = point.value() < 0 ? from - GAP - value.width() : from + length + GAP;
            svg.text(value, at, middle - value.height() / 2, value.width(), Colors.INK, Svg.Anchor.START);
        }
        return svg.end();
    }

    private static double valueRoom(List<Point> points, Predicate<Point> side) {
        var values = points.stream().filter(side).map(point -> Charts.value(point.shown()));
        return values.mapToDouble(TextBlock::width)
                .map(width -> width + GAP)
                .max()
                .orElse(0);
    }
}
