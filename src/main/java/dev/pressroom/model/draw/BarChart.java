package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import dev.pressroom.image.Chart.Point;
import java.util.List;
import java.util.function.Predicate;

/** Bars from left to right, which have room for labels of any length. Each shows its value, so there is no scale. */
final class BarChart {
    private static final double WIDEST_LABEL = 420;
    private static final double SHORTEST_ROW = 44;
    private static final double TALLEST_ROW = 96;
    private static final double GAP = 12;

    private BarChart() {}

    static String draw(Chart chart, String color) {
        List<Point> points = chart.points();
        double top = Charts.top(chart);
        double room = (Svg.HEIGHT - top - Charts.MARGIN) / points.size();
        int lines = room > 70 ? 2 : 1;
        double row = Math.max(SHORTEST_ROW, Math.min(TALLEST_ROW, room));
        List<TextBlock> labels = points.stream()
                .map(point -> TextBlock.lines(point.label(), WIDEST_LABEL, lines, Charts.TEXT, false))
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
        svg.line(zero, y, zero, y + row * points.size(), Charts.ZERO);
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double middle = y + (i + 0.5) * row;
            double length = Math.abs(point.value()) * unit;
            double from = point.value() < 0 ? zero - length : zero;
            svg.rect(from, middle - row * 0.34, length, row * 0.68, color, "bar");
            double above = middle - labels.get(i).height() / 2;
            svg.text(labels.get(i), Charts.MARGIN, above, label, Charts.SOFT, Svg.Anchor.END);
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
