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
    static final String SOFT = "#4d5967";
    static final String GRID = "#e4e8ed";
    static final String ZERO = "#8b97a5";
    static final double TEXT = 24;

    private static final int SPOKEN_POINTS = 20;

    private Charts() {}

    /**
     * @param brand empty: a blue is the first colour
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

    /** Where the chart itself may begin, below its title. */
    static double top(Chart chart) {
        return MARGIN + title(chart).height() + 24;
    }

    /** The paper with the title, and all values for those who cannot see it. */
    static Svg begin(Chart chart, double height) {
        String spoken = chart.points().stream()
                .limit(SPOKEN_POINTS)
                .map(point -> point.label() + ": " + point.shown())
                .collect(Collectors.joining(", "));
        Svg svg = new Svg(height, chart.title(), spoken);
        svg.rect(0, 0, Svg.WIDTH, height, Colors.WHITE, "paper");
        return svg.text(title(chart), MARGIN, MARGIN - 8, Svg.WIDTH - 2 * MARGIN, Colors.INK, Svg.Anchor.START);
    }

    static TextBlock value(String text) {
        return TextBlock.lines(text, 240, 1, TEXT, true);
    }
}
