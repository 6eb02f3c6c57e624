package dev.pressroom.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads the settings from layers; the first layer that has a key wins: environment variables, the user's file,
 * {@code conf/production.yaml} (in production mode), {@code conf/default.yaml}, which has every key.
 */
public final class SettingsLoader {
    private static final YamlLayer.Packed DEFAULTS = YamlLayer.Packed.read("conf/default.yaml");
    private static final YamlLayer.Packed PRODUCTION = YamlLayer.Packed.read("conf/production.yaml");
    private static final EnvironmentVariables VARIABLES = new EnvironmentVariables(DEFAULTS.keys());

    private SettingsLoader() {}

    /** The settings of this process: its environment, and the file named by {@code PRESSROOM_CONFIG}. */
    public static Settings load() {
        return load(System.getenv());
    }

    /** As {@link #load(Map, Optional)}, with the file named by {@code PRESSROOM_CONFIG} in {@code env}, if any. */
    public static Settings load(Map<String, String> env) {
        return load(env, Optional.empty());
    }

    /**
     * Reads and checks the settings. Has no side effects.
     *
     * @param file the user's file; empty means the one named by {@code PRESSROOM_CONFIG}
     * @throws InvalidSettings with all faults at once
     */
    public static Settings load(Map<String, String> env, Optional<Path> file) {
        List<String> faults = new ArrayList<>();
        LayeredSettings values = values(env, file, faults);
        Settings settings = Settings.read(values, TracingSettings.read(env, faults));
        SettingsRules.check(settings, values);
        if (!faults.isEmpty()) {
            throw new InvalidSettings(faults);
        }
        return settings;
    }

    static LayeredSettings values(Map<String, String> env, Optional<Path> file, List<String> faults) {
        List<SettingsLayer> layers = new ArrayList<>();
        layers.add(VARIABLES.read(env, faults));
        file.or(() -> Optional.ofNullable(env.get(EnvironmentVariables.FILE))
                        .filter(name -> !name.isBlank())
                        .map(Path::of))
                .ifPresent(path -> layers.add(YamlLayer.read(path, DEFAULTS.keys(), faults)));
        layers.add(DEFAULTS.layer());
        if (Settings.mode(new LayeredSettings(layers, VARIABLES, new ArrayList<>())) == Settings.Mode.PRODUCTION) {
            layers.add(layers.size() - 1, PRODUCTION.layer());
        }
        return new LayeredSettings(layers, VARIABLES, faults);
    }

    static List<String> keys() {
        return DEFAULTS.keys();
    }

    static List<String> productionKeys() {
        return PRODUCTION.keys();
    }
}
