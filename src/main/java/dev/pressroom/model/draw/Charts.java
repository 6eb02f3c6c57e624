package dev.pressroom.model.draw;

import dev.pressroom.image.BrandColors;
import dev.pressroom.image.Chart;
import java.util.List;
import java.util.Optional;

/** Draws charts as SVG, on white, so that they can be read on any page. */
public final class Charts {
    private Charts() {}

    /**
     * @param brand empty: colours are chosen by the title
     * @return an SVG document
     */
    public static String draw(Chart chart, Optional<BrandColors> brand, long seed) {
        List<String> colors = Palette.parts(brand, new Chance(seed + "\n" + chart.title()), 12);
        return switch (chart.kind()) {
            case BAR -> ColumnChart.fits(chart) ? ColumnChart.draw(chart, colors) : BarChart.draw(chart, colors);
            case LINE -> LineChart.draw(chart, colors);
            case PIE -> PieChart.draw(chart, colors);
        };
    }
}
