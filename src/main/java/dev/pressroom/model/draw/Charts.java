package dev.pressroom.model.draw;

import dev.pressroom.image.BrandColors;
import dev.pressroom.image.Chart;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Draws charts as SVG, on white, so that they can be read on any page. No library: those that draw charts in Java measure
 * text with AWT, which needs fonts on the server and fails in a container without them.
 */
public final class Charts {
    static final double MARGIN = 56;
    static final String LABEL_COLOR = "#4d5967";
    static final String GRID_COLOR = "#e4e8ed";
    static final String ZERO_LINE_COLOR = "#8b97a5";
    static final double FONT_SIZE = 24;

    private static final int MAX_DESCRIBED_POINTS = 20;

    private Charts() {}

    /**
     * @param brand brand colours; empty: the first colour is blue
     * @return an SVG document
     */
    public static String draw(Chart chart, Optional<BrandColors> brand) {
        List<String> colors = Colors.parts(brand);
        return switch (chart.kind()) {
            case BAR -> BarChart.draw(chart, colors.get(0));
            case LINE -> LineChart.draw(chart, colors.get(0));
            case PIE -> PieChart.draw(chart, colors);
        };
    }

    static TextBlock title(Chart chart) {
        return TextBlock.fit(chart.title(), Svg.WIDTH - 2 * MARGIN, 90, 40, 30);
    }

    /** The y coordinate below the title, where the chart may begin. */
    static double top(Chart chart) {
        return MARGIN + title(chart).height() + 24;
    }

    /**
     * Starts a document with a white background, the title, and the first 20 values as description for screen readers.
     */
    static Svg begin(Chart chart, double height) {
        String description = chart.points().stream()
                .limit(MAX_DESCRIBED_POINTS)
                .map(point -> point.label() + ": " + point.shown())
                .collect(Collectors.joining(", "));
        Svg svg = new Svg(height, chart.title(), description);
        svg.rect(0, 0, Svg.WIDTH, height, Colors.WHITE, "paper");
        return svg.text(title(chart), MARGIN, MARGIN - 8, Svg.WIDTH - 2 * MARGIN, Colors.INK, Svg.Anchor.START);
    }

    static TextBlock value(String text) {
        return TextBlock.lines(text, 240, 1, FONT_SIZE, true);
    }
}
