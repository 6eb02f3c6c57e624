package dev.pressroom.model.demo;

import dev.pressroom.base.Chars;
import dev.pressroom.base.CleanText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Reads members of untrusted JSON, and cleans their texts for quotation: one line, bounded, without markup. */
final class Plain {
    private static final String MARKUP = "\\`*_[]<>|~";
    private static final String PLACEHOLDER_SYNTAX = "[]:|,\"\\";

    private Plain() {}

    static JsonObject object(JsonObject json, String key) {
        return json.getValue(key) instanceof JsonObject object ? object : new JsonObject();
    }

    static JsonArray array(JsonObject json, String key) {
        return json.getValue(key) instanceof JsonArray array ? array : new JsonArray();
    }

    static List<JsonObject> objects(JsonObject json, String key) {
        var objects = array(json, key).stream().filter(JsonObject.class::isInstance);
        return objects.map(JsonObject.class::cast).toList();
    }

    /** The text of a member without white space around it; empty when it is missing or no string. */
    static String text(JsonObject json, String key) {
        return json.getValue(key) instanceof String text ? text.strip() : "";
    }

    /** The text on one line, cut with an ellipsis after {@code maxWords} words or {@code maxChars} characters. */
    static String line(String text, int maxWords, int maxChars) {
        String start = text.substring(0, Math.min(text.length(), 4 * maxChars));
        List<String> words = Chars.words(CleanText.line(start), maxWords + 1);
        String line = String.join(" ", words.subList(0, Math.min(maxWords, words.size())));
        if (line.codePointCount(0, line.length()) > maxChars) {
            line = line.substring(0, line.offsetByCodePoints(0, maxChars)).strip();
        } else if (words.size() <= maxWords && start.length() == text.length()) {
            return line;
        }
        return line + "…";
    }

    /** The line with a backslash before each character that Markdown could take for markup. */
    static String markdown(String line) {
        StringBuilder escaped = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            boolean entity = line.startsWith("&#", i)
                    || line.charAt(i) == '&' && i + 1 < line.length() && Character.isLetter(line.charAt(i + 1));
            escaped.append(entity || MARKUP.indexOf(line.charAt(i)) >= 0 ? "\\" : "");
            escaped.append(line.charAt(i));
        }
        return escaped.toString();
    }

    /** The line without the characters that are syntax of placeholders. */
    static String placeholder(String line) {
        StringBuilder plain = new StringBuilder(line.length());
        line.chars().forEach(c -> plain.append(PLACEHOLDER_SYNTAX.indexOf(c) < 0 ? (char) c : ' '));
        return String.join(" ", Chars.words(plain.toString()));
    }

    /** The number of code points. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The number with its noun: "1 word", "2 words". */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The first {@code max} texts, quoted and separated by commas. */
    static String list(List<String> texts, int max) {
        return String.join(
                ", ", texts.stream().limit(max).map(text -> "“" + text + "”").toList());
    }
}
