package dev.pressroom.model;

import dev.pressroom.image.BrandColors;
import dev.pressroom.image.Chart;
import java.util.Optional;

/**
 * A request for an image. All texts are untrusted.
 *
 * @param type {@code hero_image}, {@code illustration}, {@code scenario} or {@code chart}; others are drawn as
 *     illustrations
 * @param description what the image shows
 * @param title of the article or audience that it belongs to
 * @param colors brand colours; empty: the model chooses
 * @param chart the data of a chart
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
