package dev.pressroom.model.draw;

import com.google.re2j.Matcher;
import dev.pressroom.base.TextPattern;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a picture is composed of. The words of the topic choose one; where they tell nothing, chance does. */
enum Motif {
    LEAVES(
            Scenery::leaves,
            "garden|plant|tomato|herb|flower|succulent|tree|nature|farm|organic|leaf|leaves|soil|seed|balcony|vegan"
                    + "|vegetable|botan|forest|compost|food|recipe|cook|tea\\b"),
    WAVES(
            Scenery::waves,
            "water\\b|sea\\b|ocean|swim|sail|river|lake|beach|fish|music|sound|coffee|wine|beer\\b|sleep|calm|yoga"),
    HILLS(
            Scenery::hills,
            "travel|mountain|hik(?:e|ing)|outdoor|camp|trip|walk|trail|journey|holiday|vacation|tour\\b|tours|ski\\b|run\\b|running|bik|cycl"),
    SUN(Scenery::sun, "energy|sun|solar|morning|summer|light|health|fitness|heat|power|happi|child|kids|school|learn"),
    NETWORK(
            Geometry::network,
            "software|data|cloud|network|code|security|digital|tech|api\\b|devops|kubernetes|comput|online|web|app\\b|apps\\b|team"
                    + "|communit|remote|social|machine|intelligen"),
    STEPS(
            Geometry::steps,
            "growth|sales|revenue|financ|money|budget|market|invest|career|price|cost|profit|tax\\b|business|startup"
                    + "|saving|saas|seo"),
    CIRCLES(Geometry::circles, "design|brand\\b|art\\b|photo|creative|idea|fashion|beauty|cosmetic|space|time"),
    TILES(
            Geometry::tiles,
            "house|home|build|architect|kitchen|furniture|office|interior|city|craft|tools?\\b|bakery|bread");

    /** Draws on all of a box; may reach beyond it. */
    @FunctionalInterface
    interface Drawing {
        void draw(Svg svg, Box box, Palette palette, Chance chance);
    }

    private static final int LONGEST = 1000;

    private final Drawing drawing;
    private final TextPattern words;

    Motif(Drawing drawing, String words) {
        this.drawing = drawing;
        this.words = TextPattern.of(LONGEST, "\\b(?:" + words + ")");
    }

    void draw(Svg svg, Box box, double rounded, Palette palette, Chance chance) {
        svg.clip(box, rounded);
        svg.rect(box.x(), box.y(), box.width(), box.height(), palette.panel());
        drawing.draw(svg, box, palette, chance);
        svg.unclip();
    }

    /** The motif of which the text has most words; of two, the one whose word comes first. */
    static Motif of(String text, Chance chance) {
        Motif otherwise = chance.one(List.of(CIRCLES, TILES, WAVES, HILLS));
        String lower = text.toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(motif -> motif.countIn(lower) > 0)
                .min(Comparator.comparingLong((Motif motif) -> -motif.countIn(lower))
                        .thenComparingInt(motif -> motif.firstIn(lower)))
                .orElse(otherwise);
    }

    private long countIn(String text) {
        return words.count(text);
    }

    private int firstIn(String text) {
        return words.find(text).map(Matcher::start).orElse(-1);
    }
}
