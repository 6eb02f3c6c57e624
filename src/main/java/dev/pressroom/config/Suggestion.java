package dev.pressroom.config;

import java.util.Locale;

/** Suggests an existing name for an unknown one. */
final class Suggestion {
    private Suggestion() {}

    /** A text such as {@code ; did you mean workers.poll?} for the most similar name; empty when none is similar. */
    static String hint(String unknown, Iterable<String> names) {
        String best = "";
        int bound = Math.max(2, unknown.length() / 4) + 1;
        for (String name : names) {
            int distance = distance(unknown.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (distance < bound) {
                bound = distance;
                best = name;
            }
        }
        return best.isEmpty() ? "" : "; did you mean " + best + "?";
    }

    /** The Levenshtein distance: the minimum number of inserted, deleted or replaced characters. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
