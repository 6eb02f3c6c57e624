package dev.pressroom.config;

import java.util.List;
import java.util.Map;

/**
 * The settings of one source, as texts by key.
 *
 * @param values in the order of the source
 */
record SettingsLayer(Map<String, Given> values) {
    /**
     * @param origin the variable, or the file and key, for messages about faults
     * @param texts the items of a list, which may be empty, or one text
     * @param unit of a plain number: {@code s} or {@code ms}; empty when the text contains its unit
     */
    record Given(String origin, List<String> texts, String unit) {
        Given(String origin, List<String> texts) {
            this(origin, texts, "");
        }
    }
}
