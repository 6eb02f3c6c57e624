package dev.pressroom.model.draw;

/** Text from strangers, made fit to be drawn. */
final class Words {
    /** Accents over and under one letter; more make it illegible. */
    private static final int MOST_MARKS = 4;

    private static final int LONGEST = 400;

    private Words() {}

    /** In one line, bounded, without anything unseen. */
    static String clean(String text) {
        String bounded = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        String line = line(bounded);
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)).strip() + "…";
    }

    private static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isUnseen(point) || Character.isWhitespace(point)) {
                marks = 0;
                line.append(line.isEmpty() || line.charAt(line.length() - 1) == ' ' ? "" : " ");
                continue;
            }
            marks = isMark(point) ? marks + 1 : 0;
            if (marks <= MOST_MARKS) {
                line.appendCodePoint(point);
            }
        }
        return line.toString().strip();
    }

    /** Controls, marks that turn the direction of what follows, halves of characters, and what XML 1.0 forbids. */
    private static boolean isUnseen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> point >= 0x202a && point <= 0x202e || point >= 0x2066 && point <= 0x2069 || point == 0xfeff;
        };
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
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
