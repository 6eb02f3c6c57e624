package dev.pressroom.config;

import java.util.List;
import java.util.Locale;

/**
 * Estimates how hard a secret is to guess. A character that begins something new counts as drawn from those that occur; a
 * repetition of what stood before, a run such as {@code aaaa} or {@code 1234}, and a word that placeholders are made of
 * count little. Random secrets lose a few bits by this; made-up ones lose most.
 */
final class SecretStrength {
    /** The rest of a longer secret does not count. */
    private static final int MAX_CHARACTERS = 512;

    private static final int LEAST_REPEATED = 3;
    private static final double BITS_OF_A_REPETITION = 4;
    private static final double BITS_OF_A_RUN = 0.5;

    /** Longer ones first: each is taken out before its parts are. */
    private static final List<String> WORDS = List.of(
            "placeholder",
            "passphrase",
            "pressroom",
            "changeit",
            "postgres",
            "password",
            "passwort",
            "default",
            "example",
            "replace",
            "welcome",
            "letmein",
            "production",
            "please",
            "change",
            "insert",
            "foobar",
            "qwerty",
            "secret",
            "sample",
            "dummy",
            "admin",
            "fixme",
            "redis",
            "token",
            "value",
            "asdf",
            "demo",
            "here",
            "pass",
            "root",
            "some",
            "test",
            "this",
            "todo",
            "user",
            "with",
            "your",
            "jwt",
            "key");

    private SecretStrength() {}

    /** In bits; an attacker who knows how secrets are made up needs about two to the power of it tries. */
    static double bits(String secret) {
        String text =
                secret.substring(0, Math.min(MAX_CHARACTERS, secret.length())).toLowerCase(Locale.ROOT);
        for (String word : WORDS) {
            text = text.replace(word, "");
        }
        double bitsOfACharacter = Math.log(secret.chars().distinct().count()) / Math.log(2);
        double bits = 0;
        for (int at = 0; at < text.length(); ) {
            int repeated = repeated(text, at);
            if (repeated >= LEAST_REPEATED) {
                bits += BITS_OF_A_REPETITION;
                at += repeated;
            } else {
                bits += continuesRun(text, at) ? Math.min(BITS_OF_A_RUN, bitsOfACharacter) : bitsOfACharacter;
                at++;
            }
        }
        return bits;
    }

    /** How many of the characters from here on have stood before, one after the other. */
    private static int repeated(String text, int at) {
        int length = 0;
        while (at + length < text.length() && text.indexOf(text.substring(at, at + length + 1)) < at) {
            length++;
        }
        return length;
    }

    /** Whether the character follows the two before it by the same step: up, down, or none. */
    private static boolean continuesRun(String text, int at) {
        if (at < 2) {
            return false;
        }
        int step = text.charAt(at) - text.charAt(at - 1);
        return Math.abs(step) <= 1 && step == text.charAt(at - 1) - text.charAt(at - 2);
    }
}
