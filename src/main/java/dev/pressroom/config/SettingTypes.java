package dev.pressroom.config;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Types of settings. Hosts, URLs and proxies are in {@link AddressTypes}. */
final class SettingTypes {
    static final Duration MILLISECOND = Duration.ofMillis(1);
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofDays(1);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,10}) ?(|B|KiB|MiB|GiB)", Pattern.CASE_INSENSITIVE);

    private static final Map<String, Boolean> SWITCH = Map.of("on", true, "true", true, "off", false, "false", false);
    private static final Map<String, Integer> SIZES = Map.of("", 0, "b", 0, "kib", 10, "mib", 20, "gib", 30);

    private SettingTypes() {}

    static SettingType<Integer> number(int min, int max) {
        return SettingType.of(
                "a whole number from " + min + " to " + max,
                text -> matched(NUMBER, text)
                        .map(found -> Long.parseLong(found.group()))
                        .filter(number -> number >= min && number <= max)
                        .map(Long::intValue));
    }

    /** A whole number from {@code min}, or {@code word} for no limit, which is empty. */
    static SettingType<OptionalInt> limit(int min, String word) {
        return number(min, 1_000_000_000).as(OptionalInt::of).or(word, OptionalInt.empty());
    }

    /** A decimal number without exponent. */
    static SettingType<Double> decimal(int min, int max) {
        return SettingType.of(
                "a number from " + min + " to " + max,
                text -> matched(DECIMAL, text)
                        .map(found -> Double.parseDouble(found.group()))
                        .filter(number -> number >= min && number <= max));
    }

    /** An amount of money: a decimal number without sign and exponent. */
    static SettingType<BigDecimal> amount() {
        return SettingType.of(
                "an amount such as 250 or 99.50",
                text -> matched(DECIMAL, text).map(found -> new BigDecimal(found.group())));
    }

    static SettingType<Duration> duration(Duration min, Duration max) {
        return new SettingType<>(
                unit -> Durations.range(min, max, unit),
                text -> Durations.parse(text)
                        .filter(duration -> duration.compareTo(min) >= 0 && duration.compareTo(max) <= 0),
                false);
    }

    static SettingType<Integer> bytes(int min, int max) {
        return SettingType.of(
                "a size from " + min + " to " + max + " bytes, such as 1MiB",
                text -> matched(SIZE, text)
                        .map(found -> Long.parseLong(found.group(1))
                                << SIZES.get(found.group(2).toLowerCase(Locale.ROOT)))
                        .filter(size -> size >= min && size <= max)
                        .map(Long::intValue));
    }

    static SettingType<Boolean> onOrOff() {
        return SettingType.of("on or off", text -> Optional.ofNullable(SWITCH.get(text.toLowerCase(Locale.ROOT))));
    }

    static <E extends Enum<E>> SettingType<E> oneOf(Class<E> type) {
        String names = Arrays.stream(type.getEnumConstants())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return SettingType.of(
                "one of " + names,
                text -> Arrays.stream(type.getEnumConstants())
                        .filter(value -> value.name().equalsIgnoreCase(text))
                        .findFirst());
    }

    static SettingType<UUID> uuid() {
        return SettingType.of("a UUID", text -> matched(UUID_FORM, text).map(found -> UUID.fromString(found.group())));
    }

    /** One line of text, at most 1000 characters. */
    static SettingType<String> line() {
        return text(
                "a line of at most 1000 characters",
                text -> text.length() <= 1000 && text.chars().noneMatch(Character::isISOControl));
    }

    static SettingType<String> text(String expected, Predicate<String> allowed) {
        return SettingType.of(expected, text -> Optional.of(text).filter(allowed));
    }

    static SettingType<Path> folder() {
        return SettingType.of("a path of this system", text -> {
            try {
                return Optional.of(Path.of(text).toAbsolutePath().normalize());
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<Matcher> matched(Pattern pattern, String text) {
        return Optional.of(pattern.matcher(text)).filter(Matcher::matches);
    }
}
