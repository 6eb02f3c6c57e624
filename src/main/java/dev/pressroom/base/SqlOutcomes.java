package dev.pressroom.base;

import java.util.Locale;

/** Reads what a function of the database answers: one word of a closed set, each of which is a constant of an enum. */
public final class SqlOutcomes {
    private SqlOutcomes() {}

    /**
     * @param word in lower case, such as {@code not_found}
     * @throws IllegalStateException when there is no such constant: the function is of another version than this program,
     *     and what it did cannot be guessed
     */
    public static <E extends Enum<E>> E of(Class<E> set, String word) {
        for (E each : set.getEnumConstants()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw new IllegalStateException("the database answered '" + word + "', which is no " + set.getSimpleName());
    }
}
