package dev.pressroom.cli;

import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.config.ModelSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.model.LocalModels;
import dev.pressroom.model.LocalModels.Found;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Uses or shows the language models that run on this machine, in dev mode and where no model is configured. */
final class LocalModelSettings {
    private static final String NO_MODEL = "\nNo model is connected, so articles are samples. ";

    private LocalModelSettings() {}

    /** @param used the server that the settings use because it was found on this machine */
    record Loaded(Settings settings, Optional<Found> used) {}

    /**
     * Loads the settings; with the discovery {@code use}, they get the first chat model found on this machine.
     *
     * @throws CommandFailure with that discovery, when there is no chat model
     */
    static Loaded load(Map<String, String> env, LocalModels local) {
        Settings settings = SettingsLoader.load(env);
        if (!settings.discovers(ModelSettings.Discovery.USE)) {
            return new Loaded(settings, Optional.empty());
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
        return new Loaded(SettingsLoader.load(with), Optional.of(server));
    }

    /** The line about the model in use that was found on this machine. */
    static String using(Found server) {
        return "\nUsing " + server.chatModel().orElseThrow() + " of " + server.name() + " at " + server.baseUrl()
                + "\n";
    }

    /** How to connect a model, where this machine is not searched for servers. */
    static String notSearched() {
        return NO_MODEL + "Set OPENAI_API_KEY and start Pressroom again.\n";
    }

    /** The text about the servers found, a few lines; without any, how to connect a model. */
    static String found(List<Found> servers) {
        if (servers.isEmpty()) {
            return NO_MODEL + "Set OPENAI_API_KEY and start Pressroom again,\n"
                    + "or start a server such as Ollama and then: scripts/run --model auto\n";
        }
        return NO_MODEL + "On this machine there is:\n"
                + servers.stream().map(LocalModelSettings::line).collect(Collectors.joining())
                + servers.stream()
                        .flatMap(server -> server.chatModel().stream())
                        .findFirst()
                        .map(LocalModelSettings::howToUse)
                        .orElse("");
    }

    private static String line(Found server) {
        String use = server.chatModel()
                .map(model -> "\n    OPENAI_BASE_URL=" + server.baseUrl() + " OPENAI_MODEL=" + model
                        + " OPENAI_IMAGE_MODEL=" + ModelSettings.OpenAi.DRAWN_HERE + " scripts/run")
                .orElse("");
        return "  " + server.name() + " with " + String.join(", ", server.models()) + use + "\n";
    }

    private static String howToUse(String firstModel) {
        return "To use " + firstModel + ", start Pressroom again with: scripts/run --model auto\n"
                + "To use another model, change OPENAI_MODEL in the line above. Add your other settings, such as PORT.\n";
    }
}
