package dev.pressroom.config;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a setting may be.
 *
 * @param expected completes the sentence "this is not …"
 * @param reader takes the text, or gives nothing when it is not what is expected
 * @param secret whether the text is left out of faults
 */
record SettingType<T>(String expected, Function<String, Optional<T>> reader, boolean secret) {
    static <T> SettingType<T> of(String expected, Function<String, Optional<T>> reader) {
        return new SettingType<>(expected, reader, false);
    }

    SettingType<T> hidden() {
        return new SettingType<>(expected, reader, true);
    }

    <U> SettingType<U> as(Function<T, U> made) {
        return new SettingType<>(expected, text -> reader.apply(text).map(made), secret);
    }

    /** This kind, or {@code word} in its place. A YAML file that says {@code off} is read as {@code false}. */
    SettingType<T> or(String word, T meaning) {
        return new SettingType<>(
                expected + ", or " + word,
                text -> text.equalsIgnoreCase(word) || word.equals("off") && text.equals("false")
                        ? Optional.of(meaning)
                        : reader.apply(text),
                secret);
    }
}
