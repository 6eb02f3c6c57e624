package dev.pressroom.config;

import java.util.List;
import java.util.Map;

/**
 * Settings from one place, as text and by key; an empty list is a list that was set to hold nothing.
 *
 * @param values what is set here, in the order of the place
 */
record SettingsLayer(Map<String, Given> values) {
    /**
     * @param origin names the place for whoever has to mend it: a variable, or a file and key
     * @param texts the items of a list, or one text
     * @param unit of a plain number: {@code s} or {@code ms}; empty where the text carries its own
     */
    record Given(String origin, List<String> texts, String unit) {
        Given(String origin, List<String> texts) {
            this(origin, texts, "");
        }
    }
}
