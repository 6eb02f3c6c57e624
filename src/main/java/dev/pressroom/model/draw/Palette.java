package dev.pressroom.model.draw;

import dev.pressroom.image.BrandColors;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The colours of one picture, as {@code #rrggbb}.
 *
 * @param ground behind everything
 * @param groundEnd what the ground fades into
 * @param panel of a part of the ground that is set off
 * @param ink for titles
 * @param softInk for smaller text; readable too
 * @param shades shapes in the ground's own colour, from quiet to loud
 * @param second goes with the ground
 * @param accent stands out, to be used sparingly
 */
record Palette(
        String ground,
        String groundEnd,
        String panel,
        String ink,
        String softInk,
        List<String> shades,
        String second,
        String accent) {
    private static final double READABLE = 4.5;
    private static final double VISIBLE = 1.7;
    private static final List<BrandColors> OWN = List.of(
            colors("#1f4e5f", "#79a8a9", "#f4a261"),
            colors("#2d3a6e", "#7b8fd4", "#ffb35c"),
            colors("#2f5d46", "#8fb573", "#f2c14e"),
            colors("#6b2d5c", "#c46f9b", "#f7b267"),
            colors("#8c3b2e", "#e09f7d", "#f6d186"),
            colors("#0b5563", "#38a3a5", "#f6bd60"),
            colors("#283845", "#6b8fa3", "#ef8354"),
            colors("#47366b", "#9a8cc9", "#f5a3a3"),
            colors("#f5e6cc", "#d98e73", "#2f6f73"),
            colors("#e4eef4", "#7fa8c9", "#e76f51"));

    /** @param chance chooses where a site has no colours of its own */
    static Palette of(Optional<BrandColors> brand, Chance chance) {
        BrandColors own = chance.one(OWN);
        BrandColors colors = brand.orElse(own);
        Tone primary = Tone.of(colors.primary());
        boolean bright = primary.light() > 0.74;
        Tone ground = bright
                ? primary.light(0.955).chroma(Math.min(primary.chroma(), 0.03))
                : primary.light(Math.max(0.25, Math.min(0.39, primary.light())))
                        .chroma(Math.min(primary.chroma(), 0.13));
        Tone groundEnd = bright
                ? ground.light(0.905).chroma(Math.min(primary.chroma(), 0.05))
                : ground.light(ground.light() - 0.09).turned(18);
        Tone ink = (bright
                ? primary.light(0.25).chroma(Math.min(primary.chroma(), 0.06))
                : primary.light(0.985).chroma(0.008));
        Tone softInk = bright ? ink.light(0.42) : ink.light(0.86).chroma(Math.min(0.03, primary.chroma()));
        Tone second =
                colors.secondary().map(Tone::of).orElseGet(() -> lively(primary.turned(-40), bright ? 0.66 : 0.7, 0.1));
        Tone accent =
                colors.accent().map(Tone::of).orElseGet(() -> lively(primary.turned(170), bright ? 0.62 : 0.8, 0.13));
        double step = bright ? -0.075 : 0.07;
        return new Palette(
                ground.hex(),
                groundEnd.hex(),
                shade(ground, 0.4 * step, primary).hex(),
                ink.against(groundEnd, READABLE).against(ground, READABLE).hex(),
                softInk.against(groundEnd, READABLE).against(ground, READABLE).hex(),
                List.of(
                        shade(ground, step, primary).hex(),
                        shade(ground, 2 * step, primary).hex(),
                        shade(ground, 3.2 * step, primary).hex()),
                second.against(ground, VISIBLE).hex(),
                accent.against(ground, VISIBLE + 0.3).hex());
    }

    /** Colours for parts of a whole, on white: neighbours differ in lightness too, for those who see no hues. */
    static List<String> parts(Optional<BrandColors> brand, Chance chance, int count) {
        BrandColors colors = brand.orElse(chance.one(OWN));
        Tone primary = Tone.of(colors.primary());
        Tone second = colors.secondary().map(Tone::of).orElseGet(() -> primary.turned(-50));
        Tone accent = colors.accent().map(Tone::of).orElseGet(() -> primary.turned(150));
        List<Tone> starts = List.of(
                primary.light(Math.min(0.5, primary.light())),
                accent.light(0.74),
                second.light(0.58),
                primary.turned(75).light(0.72),
                accent.turned(-60).light(0.5),
                second.turned(120).light(0.8));
        double[] chromas = {primary.chroma(), accent.chroma(), second.chroma(), 0.09, 0.1, 0.08};
        return IntStream.range(0, count)
                .mapToObj(i -> starts.get(i % starts.size())
                        .chroma(Math.min(0.16, chromas[i % chromas.length]))
                        .turned(i / starts.size() * 35.0)
                        .light(starts.get(i % starts.size()).light() - i / starts.size() * 0.1)
                        .hex())
                .toList();
    }

    private static Tone shade(Tone ground, double step, Tone primary) {
        return ground.light(ground.light() + step).chroma(Math.min(primary.chroma(), 0.11));
    }

    private static Tone lively(Tone tone, double light, double chroma) {
        return tone.light(light).chroma(tone.chroma() < 0.02 ? 0.02 : Math.max(tone.chroma(), chroma));
    }

    private static BrandColors colors(String primary, String secondary, String accent) {
        return new BrandColors(primary, Optional.of(secondary), Optional.of(accent));
    }
}
