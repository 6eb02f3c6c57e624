package dev.pressroom.model;

import dev.pressroom.image.BrandColors;
import dev.pressroom.image.Chart;
import java.util.Optional;

/**
 * What an image model is asked for. The words come from strangers.
 *
 * @param type {@code hero_image}, {@code illustration}, {@code scenario}, {@code chart}; anything else is drawn as an
 *     illustration
 * @param description what is to be seen
 * @param title of what it belongs to: the article, the group of readers
 * @param colors of the site it is for; empty: any that go together
 * @param chart the figures, where it is a chart
 */
public record ImagePrompt(
        String type, String description, String title, Optional<BrandColors> colors, Optional<Chart> chart) {
    public static final String HERO = "hero_image";
    public static final String SCENARIO = "scenario";
    public static final String CHART = "chart";

    public static ImagePrompt picture(String type, String description, String title, Optional<BrandColors> colors) {
        return new ImagePrompt(type, description, title, colors, Optional.empty());
    }

    public static ImagePrompt chart(Chart chart, Optional<BrandColors> colors) {
        return new ImagePrompt(CHART, chart.title(), chart.title(), colors, Optional.of(chart));
    }
}
