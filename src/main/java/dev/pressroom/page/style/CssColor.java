package dev.pressroom.page.style;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** Parses CSS colours (CSS Color 4, sections 4 to 7): names, hexadecimal, rgb() and hsl(). */
final class CssColor {
    private static final int MAX_CHARACTERS = 80;
    private static final double MIN_OPACITY = 0.5;
    private static final Set<Integer> HEX_LENGTHS = Set.of(3, 4, 6, 8);
    private static final TextPattern FUNCTION = TextPattern.of(MAX_CHARACTERS, "(rgb|hsl)a?\\(([^()]{5,60})\\)");

    private static final Map<String, Rgb> NAMES = names("""
            aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4
            black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887
            cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc
            crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9
            darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f
            darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f
            darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3
            deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222
            floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700
            goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4
            indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5
            lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff
            lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1
            lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899
            lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff
            maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db
            mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc
            mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5
            navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500
            orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee
            palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd
            powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1
            saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d
            silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa
            springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347
            turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00
            yellowgreen 9acd32
            """);

    private CssColor() {}

    private static Map<String, Rgb> names(String table) {
        Map<String, Rgb> names = new HashMap<>();
        List<String> words = Chars.words(table);
        for (int i = 0; i < words.size(); i += 2) {
            names.put(words.get(i), Rgb.of(Integer.parseInt(words.get(i + 1), 16)));
        }
        return Map.copyOf(names);
    }

    /** The first colour of a value such as {@code 1px solid #ccc}; colours with an opacity below 0.5 do not count. */
    static Optional<Rgb> first(String value) {
        String text =
                value.substring(0, Math.min(value.length(), MAX_CHARACTERS)).toLowerCase(Locale.ROOT);
        if (text.contains("url(")) {
            return Optional.empty();
        }
        return hex(text).or(() -> function(text)).or(() -> name(text));
    }

    private static Optional<Rgb> hex(String text) {
        for (int hash = text.indexOf('#'); hash >= 0; hash = text.indexOf('#', hash + 1)) {
            int end = end(text, hash + 1, Chars::isHex);
            if (HEX_LENGTHS.contains(end - hash - 1)) {
                return hexDigits(text.substring(hash + 1, end));
            }
        }
        return Optional.empty();
    }

    private static Optional<Rgb> hexDigits(String digits) {
        String full = digits.length() < 6 ? doubled(digits) : digits;
        boolean transparent = full.length() == 8 && Integer.parseInt(full.substring(6), 16) < 255 * MIN_OPACITY;
        return transparent ? Optional.empty() : Optional.of(Rgb.of(Integer.parseInt(full.substring(0, 6), 16)));
    }

    private static String doubled(String digits) {
        StringBuilder doubled = new StringBuilder();
        digits.chars().forEach(digit -> doubled.append((char) digit).append((char) digit));
        return doubled.toString();
    }

    /** The index after the run of matching characters that starts at {@code from}. */
    private static int end(String text, int from, IntPredicate kind) {
        int end = from;
        while (end < text.length() && kind.test(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static Optional<Rgb> function(String text) {
        return FUNCTION.find(text)
                .flatMap(found -> function(
                        found.group(1),
                        Chars.words(found.group(2).replace(',', ' ').replace('/', ' '))));
    }

    private static Optional<Rgb> function(String name, List<String> parts) {
        if (parts.size() < 3 || parts.size() > 4) {
            return Optional.empty();
        }
        try {
            if (parts.size() == 4 && share(parts.get(3), 1) < MIN_OPACITY) {
                return Optional.empty();
            }
            return Optional.of(name.equals("rgb") ? rgb(parts) : hsl(parts));
        } catch (NumberFormatException notAColor) {
            return Optional.empty();
        }
    }

    private static Rgb rgb(List<String> parts) {
        return new Rgb(part(parts.get(0)), part(parts.get(1)), part(parts.get(2)));
    }

    private static int part(String text) {
        return (int) Math.round(255 * share(text, 255));
    }

    private static Rgb hsl(List<String> parts) {
        String angle = parts.get(0);
        double hue = Double.parseDouble(angle.endsWith("deg") ? angle.substring(0, angle.length() - 3) : angle);
        return Rgb.ofHsl(Double.isFinite(hue) ? hue : 0, share(parts.get(1), 100), share(parts.get(2), 100));
    }

    /** A percentage, or a number relative to {@code full}; clamped to 0 to 1. */
    private static double share(String text, double full) {
        double number = text.endsWith("%")
                ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                : Double.parseDouble(text) / full;
        return Double.isNaN(number) ? 0 : Math.max(0, Math.min(1, number));
    }

    private static Optional<Rgb> name(String text) {
        for (int i = 0; i < text.length(); i++) {
            int end = end(text, i, c -> c >= 'a' && c <= 'z');
            boolean isWord = end > i
                    && (i == 0 || !isNamePart(text.charAt(i - 1)) && "#.".indexOf(text.charAt(i - 1)) < 0)
                    && (end == text.length() || !isNamePart(text.charAt(end)) && text.charAt(end) != '(');
            Rgb color = isWord ? NAMES.get(text.substring(i, end)) : null;
            if (color != null) {
                return Optional.of(color);
            }
            i = Math.max(i, end - 1);
        }
        return Optional.empty();
    }

    private static boolean isNamePart(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }
}
