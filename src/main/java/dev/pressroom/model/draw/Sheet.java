package dev.pressroom.model.draw;

import dev.pressroom.image.Chart;
import java.util.stream.Collectors;

/** The paper that a chart is drawn on: background, title, and what all charts have in common. */
final class Sheet {
    static final int WIDTH = 1000;
    static final double MARGIN = 48;
    static final String INK = "#1d2733";
    static final String SOFT = "#566271";
    static final String GRID = "#e4e8ed";
    static final String ZERO = "#8b97a5";
    static final double VALUE_SIZE = 17;
    static final double LABEL_SIZE = 16;

    private final TextBlock title;
    private final double top;

    Sheet(Chart chart) {
        title = TextBlock.fit(chart.title(), WIDTH - 2 * MARGIN, 78, 30, 24, true);
        top = title.lines().isEmpty() ? 40 : 40 + title.height() + 26;
    }

    /** Where the chart itself may begin. */
    double top() {
        return top;
    }

    Svg begin(Chart chart, double height) {
        String told = chart.points().stream()
                .limit(20)
                .map(point -> point.label() + ": " + point.shown())
                .collect(Collectors.joining(", "));
        Svg svg = new Svg(WIDTH, (int) Math.ceil(height), chart.title(), told);
        svg.rect(0, 0, WIDTH, Math.ceil(height), "#ffffff");
        return svg.text(title, MARGIN, 36, WIDTH - 2 * MARGIN, INK, Svg.Anchor.START);
    }

    static TextBlock value(String text) {
        return TextBlock.lines(text, 220, 1, VALUE_SIZE, true);
    }

    static TextBlock tick(double value) {
        return TextBlock.lines(Axis.label(value), 200, 1, LABEL_SIZE, false);
    }

    /** As wide as the widest label of the axis. */
    static double tickWidth(Axis axis) {
        return axis.ticks().stream()
                .mapToDouble(tick -> tick(tick).width())
                .max()
                .orElse(0);
    }
}
