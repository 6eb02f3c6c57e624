package dev.pressroom.base;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Optional;

/**
 * A regular expression for untrusted text (clients, pages, models). RE2/J matches in time linear in the length of the
 * text, about 0.1 µs per character; {@code maxChars} bounds that length.
 */
public final class TextPattern {
    private final Pattern pattern;
    private final int maxChars;

    private TextPattern(Pattern pattern, int maxChars) {
        this.pattern = pattern;
        this.maxChars = maxChars;
    }

    /** @param maxChars longer texts never match as a whole, and are searched only up to this length */
    public static TextPattern of(int maxChars, String regex) {
        return new TextPattern(Pattern.compile(regex), maxChars);
    }

    /** Whether the whole text matches. False above {@code maxChars}. */
    public boolean matches(String text) {
        return match(text).isPresent();
    }

    /** The groups of a text that matches as a whole. Empty above {@code maxChars}. */
    public Optional<Matcher> match(String text) {
        if (text.length() > maxChars) {
            return Optional.empty();
        }
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }

    /** Whether the pattern occurs in the first {@code maxChars} characters. */
    public boolean isIn(String text) {
        return find(text).isPresent();
    }

    /** The first occurrence in the first {@code maxChars} characters. */
    public Optional<Matcher> find(String text) {
        Matcher matcher = pattern.matcher(beginning(text));
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }

    /** How often the pattern occurs in the first {@code maxChars} characters. */
    public int count(String text) {
        Matcher matcher = pattern.matcher(beginning(text));
        int count = 0;
        while (matcher.find()) {
            count++;
        }
        return count;
    }

    private String beginning(String text) {
        return text.length() <= maxChars ? text : text.substring(0, maxChars);
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
