package dev.pressroom.model.draw;

/**
 * How wide text will be. Fonts are where the picture is looked at, not here, so this goes by the widths of a wide one
 * (DejaVu Sans Bold, in hundredths of the font size): with most others a line turns out a little shorter.
 */
final class Widths {
    private static final String FONTS =
            "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif";
    private static final int[] ASCII = {
        35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40,
        84, 84, 84, 58, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 37, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68, 81, 77,
        110, 77, 72, 73, 46, 37, 46, 84, 50, 50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72, 72,
        49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84
    };
    private static final double WIDE = 1.05;
    private static final double USUAL = 0.8;
    private static final double REGULAR = 0.92;

    private Widths() {}

    /** For the attribute {@code font-family}. */
    static String fonts() {
        return FONTS;
    }

    /** In the unit of {@code size}. */
    static double of(String text, double size, boolean bold) {
        double width = text.codePoints().mapToDouble(Widths::of).sum();
        return width * size * (bold ? 1 : REGULAR);
    }

    private static double of(int c) {
        if (c >= ' ' && c < ' ' + ASCII.length) {
            return ASCII[c - ' '] / 100.0;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        if (Character.isIdeographic(c) || c >= 0x1100 && isWideScript(c) || c > 0xffff) {
            return WIDE;
        }
        return c >= 0x400 && c < 0x530 ? cyrillic(c) : latinLike(c);
    }

    private static double cyrillic(int c) {
        return "ЖМШЩЮФЫжмшщюфыЪъДд".indexOf(c) >= 0 ? 1.12 : Character.isUpperCase(c) ? 0.85 : 0.74;
    }

    private static double latinLike(int c) {
        return c == 0xa0 ? 0.35 : c == 0x2026 || c == 0x2014 ? 1 : Character.isUpperCase(c) ? 0.87 : USUAL;
    }

    private static boolean isWideScript(int c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return switch (script) {
            case HANGUL, HIRAGANA, KATAKANA, BOPOMOFO, YI, HAN -> true;
            default -> c >= 0x3000 && c < 0x3100 || c >= 0xff00 && c < 0xff61 || c >= 0x2600 && c < 0x2800;
        };
    }
}
