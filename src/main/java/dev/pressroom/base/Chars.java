package dev.pressroom.base;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Checks and splits text without regular expressions. Each method reads the text once. */
public final class Chars {
    private static final int UUID_LENGTH = 36;

    private Chars() {}

    /** Whether the text is a UUID in its usual form of 36 characters, in either case. */
    public static boolean isUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            if (hyphen ? c != '-' : !isHex(c)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text has {@code min} to {@code max} characters, all of which {@code allowed} accepts. */
    public static boolean all(String text, int min, int max, IntPredicate allowed) {
        if (text.length() < min || text.length() > max) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!allowed.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** An ASCII hexadecimal digit, in either case. */
    public static boolean isHex(int c) {
        return isDigit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    /** An ASCII digit. */
    public static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** ASCII punctuation, which a backslash can escape in Markdown. */
    public static boolean isPunctuation(int c) {
        return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    }

    /** A letter or a digit of any script. */
    public static boolean isWordChar(int point) {
        return point < 0x80 ? isDigit(point) || isAsciiLetter(point) : isLetterOrNumber(point);
    }

    private static boolean isAsciiLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isLetterOrNumber(int point) {
        return switch (Character.getType(point)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    /** The text with a space for each control character. */
    public static String withoutControls(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars().forEach(c -> line.append(Character.isISOControl(c) ? ' ' : (char) c));
        return line.toString();
    }

    /** The first {@code max} characters of a text, in lower case. */
    public static String lowerStart(String text, int max) {
        return text.substring(0, Math.min(text.length(), max)).toLowerCase(Locale.ROOT);
    }

    /** The parts between the separators, empty ones included. */
    public static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** The words of a text: its parts between white space. */
    public static List<String> words(String text) {
        return words(text, Integer.MAX_VALUE);
    }

    /** The first {@code max} words of a text. */
    public static List<String> words(String text, int max) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length() && words.size() < max; i++) {
            boolean space = i == text.length() || Character.isWhitespace(text.charAt(i));
            if (space && from >= 0) {
                words.add(text.substring(from, i));
                from = -1;
            } else if (!space && from < 0) {
                from = i;
            }
        }
        return words;
    }
}
