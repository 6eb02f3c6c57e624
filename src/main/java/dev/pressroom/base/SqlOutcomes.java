package dev.pressroom.base;

import java.util.Locale;

/** Parses the outcome of a database function: the name of an enum constant in lower case. */
public final class SqlOutcomes {
    private SqlOutcomes() {}

    /**
     * @param word in lower case, such as {@code not_found}
     * @throws IllegalStateException when no constant has this name: the database function is of another version than this
     *     program, and its effect is unknown
     */
    public static <E extends Enum<E>> E of(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
                return constant;
            }
        }
        throw new IllegalStateException("the database answered '" + word + "', which is no " + type.getSimpleName());
    }
}
