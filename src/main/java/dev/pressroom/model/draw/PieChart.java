package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import dev.pressroom.image.Chart.Point;
import dev.pressroom.image.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws shares of a whole as a ring, with a legend. With more than ten values, the smallest are combined. */
final class PieChart {
    private static final int MAX_SLICES = 9;
    private static final double RADIUS = 200;
    private static final double HOLE_RADIUS = 105;
    private static final double ROW_HEIGHT = 46;

    private PieChart() {}

    static String draw(Chart chart, List<String> colors) {
        List<Point> slices = slices(chart.points());
        double total = slices.stream().mapToDouble(Point::value).sum();
        double middle = (Charts.top(chart) + Svg.HEIGHT - Charts.MARGIN) / 2;
        double left = Charts.MARGIN + 2 * RADIUS + 72;
        Svg svg = Charts.begin(chart, Svg.HEIGHT);
        ring(svg, slices, total, middle, colors);
        for (int i = 0; i < slices.size(); i++) {
            double y = middle + (i - slices.size() / 2.0) * ROW_HEIGHT;
            TextBlock value = Charts.value(legendValue(slices.get(i), total));
            double width = Svg.WIDTH - Charts.MARGIN - left - 40;
            TextBlock label =
                    TextBlock.lines(slices.get(i).label(), width - value.width() - 20, 1, Charts.FONT_SIZE, false);
            svg.rect(left, y + 8, 24, 24, colors.get(i), "key");
            svg.text(label, left + 40, y + 6, width - value.width() - 20, Colors.INK, Svg.Anchor.START);
            svg.text(value, left + 40, y + 6, width, Colors.INK, Svg.Anchor.END);
        }
        return svg.end();
    }

    private static void ring(Svg svg, List<Point> slices, double total, double y, List<String> colors) {
        double x = Charts.MARGIN + RADIUS;
        double from = 0;
        for (int i = 0; i < slices.size(); i++) {
            double share = slices.get(i).value() / total;
            if (share > 0.9999) {
                svg.leaf("circle", "cx", x, "cy", y, "r", RADIUS, "fill", colors.get(i), "class", "slice");
            } else if (share > 0) {
                double a = 2 * Math.PI * from - Math.PI / 2;
                double b = a + 2 * Math.PI * share;
                String path = svg.path("M%s %s L%s %s", x, y, x + RADIUS * Math.cos(a), y + RADIUS * Math.sin(a))
                        + svg.path("A%s %s 0 %s 1 ", RADIUS, RADIUS, share > 0.5 ? 1 : 0)
                        + svg.path("%s %s Z", x + RADIUS * Math.cos(b), y + RADIUS * Math.sin(b));
                svg.leaf(
                        "path",
                        "d",
                        path,
                        "fill",
                        colors.get(i),
                        "class",
                        "slice",
                        "stroke",
                        Colors.WHITE,
                        "stroke-width",
                        3);
            }
            from += share;
        }
        svg.leaf("circle", "cx", x, "cy", y, "r", HOLE_RADIUS, "fill", Colors.WHITE);
    }

    private static List<Point> slices(List<Point> points) {
        if (points.size() <= MAX_SLICES + 1) {
            return points;
        }
        var sorted =
                points.stream().sorted(Comparator.comparingDouble(Point::value).reversed());
        List<Point> slices = new ArrayList<>(sorted.limit(MAX_SLICES).toList());
        double rest = points.stream().mapToDouble(Point::value).sum()
                - slices.stream().mapToDouble(Point::value).sum();
        String label = "Other (" + (points.size() - slices.size()) + ")";
        slices.add(new Point(label, Math.max(0, rest), Numbers.plain(rest)));
        return slices;
    }

    private static String legendValue(Point slice, double total) {
        double percent = 100 * slice.value() / total;
        String share = percent > 0 && percent < 1 ? "<1%" : Math.round(percent) + "%";
        return slice.shown().endsWith("%") ? slice.shown() : slice.shown() + " · " + share;
    }
}
