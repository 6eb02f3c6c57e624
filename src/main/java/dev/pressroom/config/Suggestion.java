package dev.pressroom.config;

import java.util.Locale;

/** Guesses what was meant by a name that does not exist. */
final class Suggestion {
    private Suggestion() {}

    /** A question such as {@code ; did you mean workers.poll?}, or nothing when no name comes near. */
    static String hint(String wrong, Iterable<String> names) {
        String best = "";
        int least = Math.max(2, wrong.length() / 4) + 1;
        for (String name : names) {
            int distance = distance(wrong.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    /** Levenshtein's: the least number of characters to put in, take out or exchange. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchanged = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(exchanged, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
