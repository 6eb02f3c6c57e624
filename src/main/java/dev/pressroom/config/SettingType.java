package dev.pressroom.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * The type of a setting: how its text is parsed and described.
 *
 * @param expected a description that completes the sentence "this is not …"
 * @param reader parses the text; empty when it is invalid
 * @param secret whether faults leave the text out
 */
record SettingType<T>(String expected, Function<String, Optional<T>> reader, boolean secret) {
    static <T> SettingType<T> of(String expected, Function<String, Optional<T>> reader) {
        return new SettingType<>(expected, reader, false);
    }

    /** This type as a secret: faults leave the text out. */
    SettingType<T> hidden() {
        return new SettingType<>(expected, reader, true);
    }

    /** This type with its valid values converted. */
    <U> SettingType<U> as(Function<T, U> conversion) {
        return new SettingType<>(expected, text -> reader.apply(text).map(conversion), secret);
    }

    /** This type, or {@code word} for a special value. YAML reads a plain {@code off} as {@code false}. */
    SettingType<T> or(String word, T value) {
        return new SettingType<>(
                expected + ", or " + word,
                text -> text.equalsIgnoreCase(word) || word.equals("off") && text.equals("false")
                        ? Optional.of(value)
                        : reader.apply(text),
                secret);
    }
}
