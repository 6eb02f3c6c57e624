package dev.pressroom.model.draw;

import dev.pressroom.image.BrandColors;
import java.util.Optional;

/**
 * Draws a card with a title in the brand colours of a site: the substitute for an image when there is no image model.
 */
public final class TitleCard {
    private static final double LEFT = 96;
    private static final double WIDTH = Svg.WIDTH - 2 * LEFT;
    private static final double TITLE_HEIGHT = 300;
    private static final double TEXT_HEIGHT = 110;
    private static final double MIN_ACCENT_CONTRAST = 1.7;

    private TitleCard() {}

    /**
     * @param text in a smaller font below the title; left out when it contains the title. Both may be empty
     * @param brand empty: the colours follow from the title
     * @return an SVG document
     */
    public static String draw(String title, String text, Optional<BrandColors> brand) {
        String background = Colors.background(brand, Caption.clean(title));
        String ink = Colors.ink(background);
        String accent =
                brand.flatMap(colors -> colors.accent().or(colors::secondary)).orElse("#f2a541");
        TextBlock heading = TextBlock.fit(title, WIDTH, TITLE_HEIGHT, 84, 44);
        TextBlock body = TextBlock.lines(text.contains(title) ? "" : text, WIDTH, (int) (TEXT_HEIGHT / 34), 30, false);
        double gap = heading.lines().isEmpty() || body.lines().isEmpty() ? 0 : 28;
        double height = heading.height() + gap + body.height();
        double top = (Svg.HEIGHT - height) / 2 + 24;
        double bar = heading.rightToLeft() ? LEFT + WIDTH - 96 : LEFT;
        Svg svg = new Svg(Svg.HEIGHT, title, text);
        svg.rect(0, 0, Svg.WIDTH, Svg.HEIGHT, background, "ground");
        svg.leaf("circle", "cx", Svg.WIDTH - 60, "cy", Svg.HEIGHT + 40, "r", 420, "fill", ink, "opacity", 0.05);
        svg.leaf("circle", "cx", Svg.WIDTH - 60, "cy", Svg.HEIGHT + 40, "r", 260, "fill", ink, "opacity", 0.05);
        svg.rect(bar, top - 44, 96, 10, Colors.against(accent, background, MIN_ACCENT_CONTRAST), "accent");
        svg.text(heading, LEFT, top, WIDTH, ink, Svg.Anchor.START);
        svg.text(body, LEFT, top + heading.height() + gap, WIDTH, ink, Svg.Anchor.START);
        return svg.end();
    }
}
