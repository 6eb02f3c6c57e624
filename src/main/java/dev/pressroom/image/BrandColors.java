package dev.pressroom.image;

import com.google.re2j.Matcher;
import dev.pressroom.base.TextPattern;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * The brand colours of a site, each as {@code #rrggbb} in lower case.
 *
 * @param secondary empty: one that matches the primary colour is chosen
 * @param accent empty: one that matches the primary colour is chosen
 */
public record BrandColors(String primary, Optional<String> secondary, Optional<String> accent) {
    private static final int MAX_CHARACTERS = 100;
    private static final TextPattern SHORT = TextPattern.of(MAX_CHARACTERS, "#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?");
    private static final TextPattern LONG = TextPattern.of(MAX_CHARACTERS, "(#[0-9a-f]{6})(?:[0-9a-f]{2})?");
    private static final TextPattern RGB = TextPattern.of(
            MAX_CHARACTERS, "rgba?\\(\\s*(\\d{1,3})\\s*[,\\s]\\s*(\\d{1,3})\\s*[,\\s]\\s*(\\d{1,3})\\b[^)]{0,40}\\)");

    /**
     * Reads the members {@code primary}, {@code secondary} and {@code accent}; invalid values are ignored. Empty when
     * no colour remains.
     */
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

    /** Accepts {@code #rgb}, {@code #rrggbb} and {@code rgb(r, g, b)}; an alpha value is ignored. */
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
