package dev.pressroom.model.demo;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A regular expression of java.util.regex that reads at most {@value #MOST_STEPS} characters for each text, some 50 ms;
 * then it fails with {@code MODEL_REFUSED}. The demo model's patterns need look-around, which RE2/J does not have.
 */
final class LimitedPattern {
    static final int CASE_INSENSITIVE = Pattern.CASE_INSENSITIVE;
    static final int UNICODE_CASE = Pattern.UNICODE_CASE;
    static final int MOST_STEPS = 4_000_000;

    private final Pattern pattern;

    private LimitedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    static LimitedPattern compile(String regex) {
        return compile(regex, 0);
    }

    static LimitedPattern compile(String regex, int flags) {
        return new LimitedPattern(Pattern.compile(regex, flags));
    }

    static String quote(String text) {
        return Pattern.quote(text);
    }

    Matcher matcher(String text) {
        return pattern.matcher(new LimitedText(text));
    }

    String[] split(String text) {
        return split(text, 0);
    }

    String[] split(String text, int limit) {
        return pattern.split(new LimitedText(text), limit);
    }

    Stream<String> splitAsStream(String text) {
        return Stream.of(split(text));
    }

    /** As {@link String#matches}. */
    static boolean matches(String text, String regex) {
        return compile(regex).matcher(text).matches();
    }

    /** As {@link String#replaceAll}. */
    static String replaceAll(String text, String regex, String replacement) {
        return compile(regex).matcher(text).replaceAll(replacement);
    }

    /** As {@link String#replaceFirst}. */
    static String replaceFirst(String text, String regex, String replacement) {
        return compile(regex).matcher(text).replaceFirst(replacement);
    }

    /** As {@link String#split}. */
    static String[] split(String text, String regex) {
        return compile(regex).split(text);
    }

    /** As {@link String#split(String, int)}. */
    static String[] split(String text, String regex, int limit) {
        return compile(regex).split(text, limit);
    }

    /** Counts how often the engine reads a character. */
    private static final class LimitedText implements CharSequence {
        private final String text;
        private int steps;

        LimitedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new Failure(ErrorCode.MODEL_REFUSED, "The text is too intricate for the demo model.");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
