package dev.pressroom.model.draw;

import dev.pressroom.image.BrandColors;
import java.util.Optional;

/**
 * Draws pictures by rules, as SVG: the same words and colours give the same picture. All of this is work for a worker
 * thread.
 */
public final class Pictures {
    private static final int WIDTH = 1200;

    private final Optional<BrandColors> brand;
    private final long seed;

    /** @param brand empty: colours are chosen by the topic */
    public Pictures(Optional<BrandColors> brand, long seed) {
        this.brand = brand;
        this.seed = seed;
    }

    /** The picture at the head of an article: its title beside a motif that its words suggest. */
    public String hero(String title, String description) {
        int height = 630;
        String words = title + " " + description;
        Palette palette = Palette.of(brand, chance(title));
        Chance chance = chance(words);
        Svg svg = new Svg(WIDTH, height, title, description);
        svg.rect(0, 0, WIDTH, height, svg.gradient(palette.ground(), palette.groundEnd()));
        Motif.of(words, chance).draw(svg, new Box(708, 44, WIDTH - 752, height - 88), 40, palette, chance);
        Box column = new Box(76, 84, 556, height - 168);
        TextBlock heading = TextBlock.fit(title, column.width(), column.height() - 44, 66, 30, true);
        double y = column.y() + Math.max(0, (column.height() - heading.height()) / 2) + 10;
        double mark = heading.rightToLeft() ? column.right() - 64 : column.x();
        svg.rect(mark, y - 34, 64, 8, palette.accent(), "rx", 4);
        svg.text(heading, column.x(), y, column.width(), palette.ink(), Svg.Anchor.START);
        return svg.end();
    }

    /** A picture within an article: a motif, and a label that says what it stands for. */
    public String illustration(String title, String description) {
        int height = 675;
        String words = description.isBlank() ? title : description;
        Palette palette = Palette.of(brand, chance(title));
        Chance chance = chance(title + "\n" + words);
        Svg svg = new Svg(WIDTH, height, words, "");
        svg.rect(0, 0, WIDTH, height, svg.gradient(palette.ground(), palette.groundEnd()));
        Motif.of(words + " " + title, chance).draw(svg, new Box(0, 0, WIDTH, height), 0, palette, chance);
        TextBlock label = TextBlock.fit(words, 560, 112, 30, 22, true);
        double width = Math.max(160, label.width()) + 64;
        double top = height - 48 - label.height() - 48;
        double left = label.rightToLeft() ? WIDTH - 48 - width : 48;
        svg.rect(left, top, width, label.height() + 48, palette.groundEnd(), "rx", 18);
        svg.rect(label.rightToLeft() ? left + width - 10 : left, top + 22, 10, label.height() + 4, palette.accent());
        svg.text(label, left + 32, top + 24, width - 64, palette.ink(), Svg.Anchor.START);
        return svg.end();
    }

    /** A card for a group of readers: who they are, and what is on their minds. */
    public String scenario(String title, String description) {
        int width = 960;
        int height = 600;
        Palette palette = Palette.of(brand, chance(brand.isPresent() ? "brand" : title));
        Chance chance = chance(title + "\n" + description);
        Svg svg = new Svg(width, height, title, description);
        svg.rect(0, 0, width, height, svg.gradient(palette.ground(), palette.groundEnd()));
        Motif.of(title + " " + description, chance).draw(svg, new Box(0, 0, width, 250), 0, palette, chance);
        svg.rect(0, 250, width, 8, palette.accent());
        Box column = new Box(56, 294, width - 112, height - 294 - 44);
        TextBlock heading = TextBlock.fit(title, column.width(), 112, 44, 28, true);
        svg.text(heading, column.x(), column.y(), column.width(), palette.ink(), Svg.Anchor.START);
        double used = heading.lines().isEmpty() ? 0 : heading.height() + 20;
        TextBlock body = TextBlock.fit(description, column.width(), column.height() - used, 28, 20, false);
        svg.text(body, column.x(), column.y() + used, column.width(), palette.softInk(), Svg.Anchor.START);
        return svg.end();
    }

    private Chance chance(String words) {
        return new Chance(seed + "\n" + Words.clean(words));
    }
}
