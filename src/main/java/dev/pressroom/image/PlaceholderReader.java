package dev.pressroom.image;

import dev.pressroom.base.Chars;
import dev.pressroom.image.Placeholder.Diagram;
import dev.pressroom.image.Placeholder.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses one placeholder. A scanner instead of a pattern: with nested brackets a pattern would recurse as deep as the
 * text is long.
 */
final class PlaceholderReader {
    private static final String IMAGE = "![IMAGE";
    private static final String CHART = "![CHART";
    private static final int MAX_CHARACTERS = 4000;

    private PlaceholderReader() {}

    /** The placeholder that begins at {@code start}; empty when there is none. */
    static Optional<Placeholder> read(String text, int start, BracketPairs brackets) {
        boolean chart = text.startsWith(CHART, start);
        int colon = start + IMAGE.length();
        if (!chart && !text.startsWith(IMAGE, start)
                || colon >= text.length()
                || ":|".indexOf(text.charAt(colon)) < 0) {
            return Optional.empty();
        }
        int close = brackets.closing(start + 1);
        if (close < 0 || close - colon > MAX_CHARACTERS || close + 1 < text.length() && text.charAt(close + 1) == '(') {
            return Optional.empty();
        }
        String raw = text.substring(start, close + 1);
        String inside = text.substring(colon + 1, close);
        return Optional.of(chart ? diagram(start, raw, inside) : picture(start, raw, inside));
    }

    private static Placeholder picture(int start, String raw, String inside) {
        int colon = inside.indexOf(':');
        String type = colon < 0 ? "" : inside.substring(0, colon).strip();
        return new Picture(
                start,
                start + raw.length(),
                raw,
                type.isEmpty() ? "illustration" : type,
                plain(colon < 0 ? inside : inside.substring(colon + 1)));
    }

    private static Placeholder diagram(int start, String raw, String inside) {
        List<String> parts = split(inside, '|');
        return new Diagram(
                start,
                start + raw.length(),
                raw,
                plain(parts.get(0)),
                plain(part(parts, 1)),
                items(part(parts, 2)),
                items(part(parts, 3)));
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index).strip() : "";
    }

    private static List<String> items(String list) {
        boolean bracketed = list.startsWith("[") && list.endsWith("]") && list.length() > 1;
        String inside = bracketed ? list.substring(1, list.length() - 1) : list;
        return inside.isBlank()
                ? List.of()
                : split(inside, ',').stream().map(PlaceholderReader::unquoted).toList();
    }

    private static String unquoted(String item) {
        String text = item.strip();
        boolean quoted = text.length() > 1 && "\"'".indexOf(text.charAt(0)) >= 0 && text.endsWith(text.substring(0, 1));
        return plain(quoted ? text.substring(1, text.length() - 1) : text);
    }

    /** Splits at each separator that is neither escaped nor in double quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"' && (quoted || text.indexOf('"', i + 1) > 0)) {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String plain(String text) {
        String escaped = text.strip();
        StringBuilder plain = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            boolean escape =
                    escaped.charAt(i) == '\\' && i + 1 < escaped.length() && Chars.isPunctuation(escaped.charAt(i + 1));
            i += escape ? 1 : 0;
            plain.append(escaped.charAt(i));
        }
        return plain.toString();
    }
}
