package dev.pressroom.config;

import java.util.List;
import java.util.Locale;

/**
 * Estimates the entropy of a secret. Each character counts log2 of the number of different characters in the secret.
 * Repeated parts and runs such as {@code aaaa} or {@code 1234} count little, words of common placeholders count nothing. A
 * random secret loses a few bits by this, an invented one most of its bits.
 */
final class SecretStrength {
    /** Only the first characters of a longer secret are rated. */
    private static final int MAX_CHARS = 512;

    private static final int MIN_REPEATED_CHARS = 3;
    private static final double BITS_PER_REPETITION = 4;
    private static final double BITS_PER_RUN_CHAR = 0.5;

    /** A longer word comes before its parts, since the words are removed in this order. */
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

    /** The estimate in bits: an attacker who knows these patterns needs about 2^bits tries. */
    static double bits(String secret) {
        String text = secret.substring(0, Math.min(MAX_CHARS, secret.length())).toLowerCase(Locale.ROOT);
        for (String word : WORDS) {
            text = text.replace(word, "");
        }
        double bitsPerChar = Math.log(secret.chars().distinct().count()) / Math.log(2);
        double bits = 0;
        for (int at = 0; at < text.length(); ) {
            int repeatedChars = repeatedChars(text, at);
            if (repeatedChars >= MIN_REPEATED_CHARS) {
                bits += BITS_PER_REPETITION;
                at += repeatedChars;
            } else {
                bits += continuesRun(text, at) ? Math.min(BITS_PER_RUN_CHAR, bitsPerChar) : bitsPerChar;
                at++;
            }
        }
        return bits;
    }

    /** Length of the longest text at this index that also occurs earlier. */
    private static int repeatedChars(String text, int at) {
        int length = 0;
        while (at + length < text.length() && text.indexOf(text.substring(at, at + length + 1)) < at) {
            length++;
        }
        return length;
    }

    /** Whether this character and the two before it have equal code point steps of -1, 0 or 1. */
    private static boolean continuesRun(String text, int at) {
        if (at < 2) {
            return false;
        }
        int step = text.charAt(at) - text.charAt(at - 1);
        return Math.abs(step) <= 1 && step == text.charAt(at - 1) - text.charAt(at - 2);
    }
}
