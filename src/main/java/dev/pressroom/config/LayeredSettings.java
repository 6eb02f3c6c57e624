package dev.pressroom.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds settings in layers and converts them to types. An invalid value is recorded as a fault and replaced by the next
 * layer's, so that one pass finds all faults.
 */
final class LayeredSettings {
    private static final int MAX_SHOWN_CHARS = 60;

    private final List<SettingsLayer> layers;
    private final EnvironmentVariables variables;
    private final List<String> faults;
    private final Set<String> read = new LinkedHashSet<>();

    LayeredSettings(List<SettingsLayer> layers, EnvironmentVariables variables, List<String> faults) {
        this.layers = List.copyOf(layers);
        this.variables = variables;
        this.faults = faults;
    }

    /** A setting with a default. */
    <T> T get(String key, SettingType<T> type) {
        return find(key, type).orElseThrow(() -> new IllegalStateException("no default for " + key));
    }

    /** An optional setting. */
    <T> Optional<T> find(String key, SettingType<T> type) {
        read.add(key);
        return given(key).stream()
                .map(given -> convert(given, type))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A list with a default. A single text is split at commas. */
    <T> List<T> list(String key, SettingType<T> type) {
        read.add(key);
        return given(key).stream()
                .map(given -> convertList(given, type))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no default for " + key));
    }

    /** Whether any layer has the setting, valid or not. */
    boolean has(String key) {
        return !given(key).isEmpty();
    }

    /** Records a fault of a setting that was found by comparing it with others. */
    void fault(String key, String sentence) {
        String origin = has(key) ? given(key).get(0).origin() : variables.of(key);
        faults.add(origin + ": " + sentence);
    }

    /** The name of the environment variable that sets a key. */
    String variable(String key) {
        return variables.of(key);
    }

    /** The keys read so far. */
    Set<String> read() {
        return read;
    }

    private List<SettingsLayer.Given> given(String key) {
        return layers.stream()
                .map(layer -> Optional.ofNullable(layer.values().get(key)))
                .flatMap(Optional::stream)
                .toList();
    }

    private <T> Optional<T> convert(SettingsLayer.Given given, SettingType<T> type) {
        if (given.texts().size() != 1) {
            faults.add(given.origin() + ": a list is not " + type.expected());
            return Optional.empty();
        }
        return convertItem(given, given.texts().get(0), type);
    }

    private <T> Optional<List<T>> convertList(SettingsLayer.Given given, SettingType<T> type) {
        List<String> texts = given.texts().size() == 1
                ? Arrays.stream(given.texts().get(0).split(","))
                        .map(String::strip)
                        .toList()
                : given.texts();
        List<T> items = new ArrayList<>();
        for (String text : texts) {
            Optional<T> item = convertItem(given, text, type);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            items.add(item.get());
        }
        return Optional.of(List.copyOf(items));
    }

    private <T> Optional<T> convertItem(SettingsLayer.Given given, String text, SettingType<T> type) {
        boolean plain = given.unit().isEmpty() || text.matches("\\d+");
        Optional<T> value = plain ? type.reader().apply(text + given.unit()) : Optional.empty();
        if (value.isEmpty()) {
            faults.add(given.origin() + ": " + (type.secret() ? "the value" : quoted(text)) + " is not "
                    + type.expectedIn().apply(given.unit()));
        }
        return value;
    }

    private static String quoted(String text) {
        String safe = text.replaceAll("\\p{Cntrl}", "?");
        return '"' + (safe.length() > MAX_SHOWN_CHARS ? safe.substring(0, MAX_SHOWN_CHARS) + "…" : safe) + '"';
    }
}
