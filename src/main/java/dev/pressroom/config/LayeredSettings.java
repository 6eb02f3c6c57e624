package dev.pressroom.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks settings up through the layers, the strongest first, and turns them into types. What is wrong is noted, and
 * the next layer's value stands in, so that one reading finds every fault.
 */
final class LayeredSettings {
    private static final int SHOWN = 60;

    private final List<SettingsLayer> layers;
    private final EnvironmentVariables variables;
    private final List<String> faults;
    private final Set<String> read = new LinkedHashSet<>();

    LayeredSettings(List<SettingsLayer> layers, EnvironmentVariables variables, List<String> faults) {
        this.layers = List.copyOf(layers);
        this.variables = variables;
        this.faults = faults;
    }

    /** A setting that has a default. */
    <T> T get(String key, SettingType<T> kind) {
        return find(key, kind).orElseThrow(() -> new IllegalStateException("no default for " + key));
    }

    /** A setting that may be missing. */
    <T> Optional<T> find(String key, SettingType<T> kind) {
        read.add(key);
        return given(key).stream()
                .map(given -> single(given, kind))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** A setting of several values, which has a default. */
    <T> List<T> list(String key, SettingType<T> kind) {
        read.add(key);
        return given(key).stream()
                .map(given -> several(given, kind))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no default for " + key));
    }

    /** Whether a setting was given at all, well or not. */
    boolean has(String key) {
        return !given(key).isEmpty();
    }

    /** Notes what is wrong with a setting, taken together with others. */
    void fault(String key, String sentence) {
        String origin = has(key) ? given(key).get(0).origin() : variables.of(key);
        faults.add(origin + ": " + sentence);
    }

    /** The name of the variable that sets a key, for faults. */
    String variable(String key) {
        return variables.of(key);
    }

    /** The keys looked up so far. */
    Set<String> read() {
        return read;
    }

    private List<SettingsLayer.Given> given(String key) {
        return layers.stream()
                .map(layer -> Optional.ofNullable(layer.values().get(key)))
                .flatMap(Optional::stream)
                .toList();
    }

    private <T> Optional<T> single(SettingsLayer.Given given, SettingType<T> kind) {
        if (given.texts().size() != 1) {
            faults.add(given.origin() + ": a list is not " + kind.expected());
            return Optional.empty();
        }
        return item(given, given.texts().get(0), kind);
    }

    private <T> Optional<List<T>> several(SettingsLayer.Given given, SettingType<T> kind) {
        List<String> texts = given.texts().size() == 1
                ? Arrays.stream(given.texts().get(0).split(","))
                        .map(String::strip)
                        .toList()
                : given.texts();
        List<T> items = new ArrayList<>();
        for (String text : texts) {
            Optional<T> item = item(given, text, kind);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            items.add(item.get());
        }
        return Optional.of(List.copyOf(items));
    }

    private <T> Optional<T> item(SettingsLayer.Given given, String text, SettingType<T> kind) {
        boolean plain = given.unit().isEmpty() || text.matches("\\d+");
        Optional<T> value = plain ? kind.reader().apply(text + given.unit()) : Optional.empty();
        if (value.isEmpty()) {
            faults.add(given.origin() + ": " + (kind.secret() ? "the value" : shown(text)) + " is not "
                    + kind.expected() + inUnit(given.unit()));
        }
        return value;
    }

    private static String inUnit(String unit) {
        return switch (unit) {
            case "s" -> ", given as a plain number of seconds";
            case "ms" -> ", given as a plain number of milliseconds";
            default -> "";
        };
    }

    private static String shown(String text) {
        String safe = text.replaceAll("\\p{Cntrl}", "?");
        return '"' + (safe.length() > SHOWN ? safe.substring(0, SHOWN) + "…" : safe) + '"';
    }
}
