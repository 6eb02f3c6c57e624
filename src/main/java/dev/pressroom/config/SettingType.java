package dev.pressroom.config;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The type of a setting: how its text is parsed and described.
 *
 * @param expectedIn a description that completes the sentence "this is not …", for the unit of a variable that is a plain
 *     number; the unit is empty for a text with a unit of its own
 * @param reader parses the text; empty when it is invalid
 * @param secret whether faults leave the text out
 */
record SettingType<T>(UnaryOperator<String> expectedIn, Function<String, Optional<T>> reader, boolean secret) {
    static <T> SettingType<T> of(String expected, Function<String, Optional<T>> reader) {
        return new SettingType<>(unit -> expected, reader, false);
    }

    /** The description of texts with a unit of their own. */
    String expected() {
        return expectedIn.apply("");
    }

    /** This type as a secret: faults leave the text out. */
    SettingType<T> hidden() {
        return new SettingType<>(expectedIn, reader, true);
    }

    /** This type with its valid values converted. */
    <U> SettingType<U> as(Function<T, U> conversion) {
        return new SettingType<>(expectedIn, text -> reader.apply(text).map(conversion), secret);
    }

    /** This type, or {@code word} for a special value. YAML reads a plain {@code off} as {@code false}. */
    SettingType<T> or(String word, T value) {
        return new SettingType<>(
                unit -> expectedIn.apply(unit) + ", or " + word,
                text -> text.equalsIgnoreCase(word) || word.equals("off") && text.equals("false")
                        ? Optional.of(value)
                        : reader.apply(text),
                secret);
    }
}
