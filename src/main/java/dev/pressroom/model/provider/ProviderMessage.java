package dev.pressroom.model.provider;

import dev.pressroom.base.Chars;
import dev.pressroom.base.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Extracts the message of an error of a provider and makes it safe to show: one line, bounded, without secrets or
 * markup.
 */
final class ProviderMessage {
    private static final int MAX_CHARACTERS = 300;
    private static final int MIN_SECRET_CHARACTERS = 20;
    private static final String REMOVED = "[removed]";

    private ProviderMessage() {}

    /**
     * Finds the message in an error body: {@code error.message}, {@code error}, {@code message}, {@code detail}, or the
     * text itself when it is neither JSON nor HTML. Empty when there is none.
     */
    static String of(String body, Optional<Secret> key) {
        String message;
        try {
            message = message(new JsonObject(body));
        } catch (DecodeException | ClassCastException noJson) {
            message = body.stripLeading().startsWith("<") ? "" : body;
        }
        return withoutSecrets(line(message), key);
    }

    /** The code of an error body: {@code error.code}, {@code error.type} or {@code error.status}; empty without one. */
    static String code(String body) {
        try {
            Object error = new JsonObject(body).getValue("error");
            if (error instanceof JsonObject object) {
                Object code = object.getValue("code") instanceof String text ? text : object.getValue("type");
                return code == null ? "" : code.toString();
            }
            return "";
        } catch (DecodeException | ClassCastException noJson) {
            return "";
        }
    }

    /** One line of at most {@value #MAX_CHARACTERS} characters, without control characters. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < MAX_CHARACTERS; i++) {
            char c = text.charAt(i);
            boolean blank = Character.isWhitespace(c) || Character.isISOControl(c);
            if (!blank) {
                line.append(Character.isSurrogate(c) ? '?' : c);
            } else if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        }
        return line.toString().strip();
    }

    private static String message(JsonObject body) {
        Object error = body.getValue("error");
        Object message = error instanceof JsonObject object ? object.getValue("message") : error;
        for (String name : new String[] {"message", "detail", "title"}) {
            message = message == null ? body.getValue(name) : message;
        }
        if (message instanceof JsonArray faults) {
            StringJoiner all = new StringJoiner("; ");
            faults.stream()
                    .limit(5)
                    .forEach(fault -> all.add(
                            fault instanceof JsonObject object
                                    ? String.valueOf(object.getValue("msg", object.encode()))
                                    : String.valueOf(fault)));
            return all.toString();
        }
        return message == null ? "" : message.toString();
    }

    private static String withoutSecrets(String line, Optional<Secret> key) {
        String safe = key.map(secret -> line.replace(secret.value(), REMOVED)).orElse(line);
        StringJoiner words = new StringJoiner(" ");
        for (String word : Chars.split(safe, ' ')) {
            words.add(looksSecret(word) ? REMOVED : word);
        }
        return words.toString();
    }

    /**
     * A known prefix of an API key, or a long run of letters, digits and base64 characters that has both letters and
     * digits.
     */
    private static boolean looksSecret(String word) {
        int run = 0;
        boolean digit = false;
        boolean letter = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '+' || c == '*')) {
                run++;
                digit |= Character.isDigit(c);
                letter |= Character.isLetter(c);
                if (run >= MIN_SECRET_CHARACTERS && digit && letter) {
                    return true;
                }
            } else {
                run = 0;
                digit = false;
                letter = false;
            }
        }
        return word.contains("sk-") || word.contains("AIza") || word.contains("Bearer");
    }
}
