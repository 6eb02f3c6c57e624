package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import dev.pressroom.image.Chart.Point;
import dev.pressroom.image.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Shares of a whole as a ring, with a legend that tells each one. The smallest of many are put together. */
final class PieChart {
    private static final int MOST_SLICES = 9;
    private static final double RADIUS = 180;
    private static final double HOLE = 98;

    private PieChart() {}

    static String draw(Chart chart, List<String> colors) {
        Sheet sheet = new Sheet(chart);
        List<Point> slices = slices(chart.points());
        double total = slices.stream().mapToDouble(Point::value).sum();
        double left = Sheet.MARGIN + 2 * RADIUS + 60;
        double width = Sheet.WIDTH - Sheet.MARGIN - left;
        List<TextBlock> labels = slices.stream()
                .map(slice -> TextBlock.lines(slice.label(), width - 230, 2, 18, false))
                .toList();
        double legend = labels.stream().mapToDouble(PieChart::row).sum();
        double height = Math.max(2 * RADIUS, legend);
        Svg svg = sheet.begin(chart, sheet.top() + height + 44);
        ring(svg, slices, total, Sheet.MARGIN + RADIUS, sheet.top() + height / 2, colors);
        double y = sheet.top() + (height - legend) / 2;
        for (int i = 0; i < slices.size(); i++) {
            TextBlock label = labels.get(i);
            svg.rect(left, y + 4, 20, 20, colors.get(i), "rx", 5);
            svg.text(label, left + 34, y + 3, width - 230, Sheet.INK, Svg.Anchor.START);
            TextBlock value = TextBlock.lines(told(slices.get(i), total), 186, 1, 18, true);
            svg.text(value, left + width - 190, y + 3, 190, Sheet.INK, Svg.Anchor.END);
            y += row(label);
        }
        return svg.end();
    }

    private static void ring(Svg svg, List<Point> slices, double total, double x, double y, List<String> colors) {
        double from = 0;
        for (int i = 0; i < slices.size(); i++) {
            double share = slices.get(i).value() / total;
            if (share > 0.9999) {
                svg.circle(x, y, RADIUS, colors.get(i), "class", "slice");
            } else if (share > 0) {
                svg.path(
                        slice(svg, x, y, from, from + share),
                        colors.get(i),
                        "class",
                        "slice",
                        "stroke",
                        "#ffffff",
                        "stroke-width",
                        3,
                        "stroke-linejoin",
                        "round");
            }
            from += share;
        }
        svg.circle(x, y, HOLE, "#ffffff");
    }

    private static String slice(Svg svg, double x, double y, double from, double to) {
        double a = 2 * Math.PI * from - Math.PI / 2;
        double b = 2 * Math.PI * to - Math.PI / 2;
        return svg.d("M%s %s L%s %s", x, y, x + RADIUS * Math.cos(a), y + RADIUS * Math.sin(a))
                + svg.d(
                        "A%s %s 0 " + (to - from > 0.5 ? 1 : 0) + " 1 %s %s Z",
                        RADIUS,
                        RADIUS,
                        x + RADIUS * Math.cos(b),
                        y + RADIUS * Math.sin(b));
    }

    private static List<Point> slices(List<Point> points) {
        if (points.size() <= MOST_SLICES + 1) {
            return points;
        }
        List<Point> large = points.stream()
                .sorted(Comparator.comparingDouble(Point::value).reversed())
                .limit(MOST_SLICES)
                .toList();
        List<Point> slices = new ArrayList<>(
                points.stream().filter(large::contains).limit(MOST_SLICES).toList());
        double rest = points.stream().mapToDouble(Point::value).sum()
                - slices.stream().mapToDouble(Point::value).sum();
        slices.add(
                new Point("Other (" + (points.size() - slices.size()) + ")", Math.max(0, rest), Numbers.plain(rest)));
        return slices;
    }

    private static String told(Point slice, double total) {
        double percent = 100 * slice.value() / total;
        String share = percent > 0 && percent < 1 ? "<1%" : Math.round(percent) + "%";
        return slice.shown().endsWith("%") ? slice.shown() : slice.shown() + "  ·  " + share;
    }

    private static double row(TextBlock label) {
        return label.height() + 18;
    }
}
