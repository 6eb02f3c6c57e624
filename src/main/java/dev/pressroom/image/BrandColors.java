package dev.pressroom.image;

import com.google.re2j.Matcher;
import dev.pressroom.base.TextPattern;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * The colours of a site, as found on it. Each is {@code #rrggbb} in lower case.
 *
 * @param secondary empty: one that goes with the primary is chosen
 * @param accent empty: likewise
 */
public record BrandColors(String primary, Optional<String> secondary, Optional<String> accent) {
    private static final int LONGEST = 100;
    private static final TextPattern SHORT = TextPattern.of(LONGEST, "#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?");
    private static final TextPattern LONG = TextPattern.of(LONGEST, "(#[0-9a-f]{6})(?:[0-9a-f]{2})?");
    private static final TextPattern RGB = TextPattern.of(
            LONGEST, "rgba?\\(\\s*(\\d{1,3})\\s*[,\\s]\\s*(\\d{1,3})\\s*[,\\s]\\s*(\\d{1,3})\\b[^)]{0,40}\\)");

    /** Reads {@code { primary, secondary, accent }}; what is no colour is left out. Empty when nothing is left. */
    public static Optional<BrandColors> of(JsonObject colors) {
        Optional<String> primary = hex(colors.getValue("primary"));
        Optional<String> secondary = hex(colors.getValue("secondary"));
        Optional<String> accent = hex(colors.getValue("accent"));
        return primary.or(() -> secondary)
                .or(() -> accent)
                .map(first -> new BrandColors(
                        first,
                        secondary.filter(other -> !other.equals(first)),
                        accent.filter(other -> !other.equals(first))));
    }

    /** {@code #rgb}, {@code #rrggbb} and {@code rgb(r, g, b)}, each with or without an alpha that is not heeded. */
    private static Optional<String> hex(Object value) {
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        String color = text.strip().toLowerCase(Locale.ROOT);
        return LONG.match(color)
                .map(found -> found.group(1))
                .or(() -> SHORT.match(color).map(BrandColors::doubled))
                .or(() -> RGB.match(color)
                        .map(rgb -> "#%02x%02x%02x".formatted(part(rgb, 1), part(rgb, 2), part(rgb, 3))));
    }

    private static String doubled(Matcher digits) {
        return "#" + digits.group(1).repeat(2) + digits.group(2).repeat(2)
                + digits.group(3).repeat(2);
    }

    private static int part(Matcher rgb, int group) {
        return Math.min(255, Integer.parseInt(rgb.group(group)));
    }
}
