package dev.pressroom.picture;

import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The colours of a site, as found on it. Each is {@code #rrggbb} in lower case.
 *
 * @param secondary empty: one that goes with the primary is chosen
 * @param accent empty: likewise
 */
public record BrandColors(String primary, Optional<String> secondary, Optional<String> accent) {
    private static final Pattern SHORT = Pattern.compile("#([0-9a-f])([0-9a-f])([0-9a-f])[0-9a-f]?");
    private static final Pattern LONG = Pattern.compile("(#[0-9a-f]{6})(?:[0-9a-f]{2})?");
    private static final Pattern RGB =
            Pattern.compile("rgba?\\(\\s*(\\d{1,3})\\s*[,\\s]\\s*(\\d{1,3})\\s*[,\\s]\\s*(\\d{1,3})\\b[^)]{0,40}\\)");

    /** Reads {@code { primary, secondary, accent }}; what is no colour is left out. Empty when nothing is left. */
    public static Optional<BrandColors> of(JsonObject colors) {
        Optional<String> primary = hex(colors.getValue("primary"));
        Optional<String> secondary = hex(colors.getValue("secondary"));
        Optional<String> accent = hex(colors.getValue("accent"));
        return primary.or(() -> secondary)
                .or(() -> accent)
                .map(first -> new BrandColors(first, secondary.filter(other -> !other.equals(first)), accent));
    }

    /** {@code #rgb}, {@code #rrggbb} and {@code rgb(r, g, b)}, each with or without an alpha that is not heeded. */
    private static Optional<String> hex(Object value) {
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        String color = text.strip().toLowerCase(Locale.ROOT);
        Matcher longHex = LONG.matcher(color);
        if (longHex.matches()) {
            return Optional.of(longHex.group(1));
        }
        Matcher shortHex = SHORT.matcher(color);
        if (shortHex.matches()) {
            return Optional.of(shortHex.replaceAll("#$1$1$2$2$3$3"));
        }
        Matcher rgb = RGB.matcher(color);
        return rgb.matches()
                ? Optional.of("#%02x%02x%02x".formatted(part(rgb, 1), part(rgb, 2), part(rgb, 3)))
                : Optional.empty();
    }

    private static int part(Matcher rgb, int group) {
        return Math.min(255, Integer.parseInt(rgb.group(group)));
    }
}
