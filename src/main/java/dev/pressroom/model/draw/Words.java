package dev.pressroom.model.draw;

import java.util.regex.Pattern;

/** Text from strangers, made fit to be drawn. */
final class Words {
    /** Controls, marks that turn the direction of what follows, halves of characters, and what XML 1.0 forbids. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff\\p{Cn}]+");

    private static final Pattern HEAPED_MARKS = Pattern.compile("(\\p{M}{4})\\p{M}+");
    private static final int LONGEST = 400;

    private Words() {}

    /** In one line, bounded, without anything unseen. */
    static String clean(String text) {
        String bounded = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        String seen = UNSEEN.matcher(bounded).replaceAll(" ");
        String line = HEAPED_MARKS
                .matcher(seen)
                .replaceAll("$1")
                .replaceAll("\\s+", " ")
                .strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)).strip() + "…";
    }

    /** Whether it is written from right to left: by its first letter that says so (UAX 9, P2). */
    static boolean isRightToLeft(String text) {
        return text.codePoints()
                .map(Character::getDirectionality)
                .filter(direction -> direction == Character.DIRECTIONALITY_LEFT_TO_RIGHT
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC)
                .mapToObj(direction -> direction != Character.DIRECTIONALITY_LEFT_TO_RIGHT)
                .findFirst()
                .orElse(false);
    }
}
