package dev.pressroom.cli;

import dev.pressroom.config.ModelSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.model.LocalModels;
import dev.pressroom.model.LocalModels.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Uses or shows the language models that run on this machine, in dev mode and where no model is configured. */
final class LocalModelSettings {
    private LocalModelSettings() {}

    /**
     * Loads the settings; with the discovery {@code use}, they get the first chat model found on this machine.
     *
     * @throws CommandFailure with that discovery, when there is no chat model
     */
    static Settings load(Map<String, String> env, LocalModels local) {
        Settings settings = SettingsLoader.load(env);
        if (!settings.discovers(ModelSettings.Discovery.USE)) {
            return settings;
        }
        Found server = local.find().stream()
                .filter(found -> found.chatModel().isPresent())
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailure("No language model was found on this machine. Start a server such as"
                                + " Ollama first, or start Pressroom without --model auto."));
        Map<String, String> with = new HashMap<>(env);
        with.put("OPENAI_BASE_URL", server.baseUrl().toString());
        with.put("OPENAI_MODEL", server.chatModel().orElseThrow());
        with.putIfAbsent("OPENAI_IMAGE_MODEL", ModelSettings.OpenAi.DRAWN_HERE);
        return SettingsLoader.load(with);
    }

    /** The text about the servers found, a few lines; without any, how to connect a model. */
    static String message(List<Found> servers) {
        if (servers.isEmpty()) {
            return "\nNo model is connected, so articles are samples. Set OPENAI_API_KEY, or start a server such as Ollama.\n";
        }
        return "\nNo model is connected, so articles are samples. On this machine there is:\n"
                + servers.stream().map(LocalModelSettings::line).collect(Collectors.joining());
    }

    private static String line(Found server) {
        String use = server.chatModel()
                .map(model -> "\n    OPENAI_BASE_URL=" + server.baseUrl() + " OPENAI_MODEL=" + model
                        + " OPENAI_IMAGE_MODEL=" + ModelSettings.OpenAi.DRAWN_HERE + " scripts/run")
                .orElse("");
        return "  " + server.name() + " with " + String.join(", ", server.models()) + use + "\n";
    }
}
