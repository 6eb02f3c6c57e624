package dev.pressroom.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in settings: {@code 15ms}, {@code 10s}, {@code 10m}, {@code 24h}, {@code 30d}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10}) ?(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Durations() {}

    /** Empty when the text is not a number with a unit. */
    public static Optional<Duration> parse(String text) {
        Matcher found = FORM.matcher(text);
        return found.matches()
                ? Optional.of(UNITS.get(found.group(2)).multipliedBy(Long.parseLong(found.group(1))))
                : Optional.empty();
    }

    /** The duration in the largest unit that divides it, such as {@code 90s}. */
    public static String text(Duration duration) {
        for (String unit : new String[] {"d", "h", "m", "s"}) {
            long size = UNITS.get(unit).toMillis();
            if (!duration.isZero() && duration.toMillis() % size == 0) {
                return duration.toMillis() / size + unit;
            }
        }
        return duration.toMillis() + "ms";
    }

    /** Describes the durations from {@code min} to {@code max}: as plain numbers of {@code unit}, unless it is empty. */
    static String range(Duration min, Duration max, String unit) {
        return switch (unit) {
            case "s" -> "a number of seconds from " + min.toSeconds() + " to " + max.toSeconds();
            case "ms" -> "a number of milliseconds from " + min.toMillis() + " to " + max.toMillis();
            default -> "a duration from " + text(min) + " to " + text(max);
        };
    }
}
