package dev.pressroom.cli;

import dev.pressroom.config.DevSecret;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.logging.Logging;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs one content job where one can watch: over HTTP against the service that runs on the data folder, or else against
 * one started for it.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Writes an article on a topic and shows how it comes about. Uses the service that runs here, or starts one"
                    + " for it.",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    private final Shell shell;

    @Parameters(paramLabel = "<topic>", arity = "1", description = "What to write about.")
    private String topic = "";

    @Option(names = "--business", paramLabel = "<text>", description = "Who publishes it: ${DEFAULT-VALUE}.")
    private String business = "small neighbourhood business";

    @Option(names = "--audience", paramLabel = "<text>", description = "Who reads it: ${DEFAULT-VALUE}.")
    private String audience = "curious beginners";

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = DevSecret.complete(SettingsLoader.load(forDemo(shell.env())));
        quieten(settings);
        Display display = Display.on(shell);
        DemoSession session = new DemoSession(shell, settings, display);
        Thread interruption = new Thread(session::interrupt, "interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            String outcome = session.run(request());
            display.close();
            display.say("");
            display.say(outcome);
            return CommandLine.ExitCode.OK;
        } catch (Exception e) {
            if (session.isInterrupted()) {
                return INTERRUPTED;
            }
            throw e;
        } finally {
            display.close();
            session.close();
        }
    }

    /** A node for one job: with both roles, and beside whatever listens on the usual port. */
    private static Map<String, String> forDemo(Map<String, String> env) {
        Map<String, String> changed = new HashMap<>(env);
        changed.put("PORT", "0");
        changed.put("PRESSROOM_ROLES", "http,worker");
        return changed;
    }

    /** The screen belongs to the article, unless logs were asked for. */
    private void quieten(Settings settings) {
        if (shell.env().getOrDefault("LOG_LEVEL", "").isBlank()) {
            Logging.hush();
        } else {
            Logging.configure(settings.logFormat(), settings.logLevel());
        }
    }

    private JsonObject request() {
        return new JsonObject()
                .put("topic", new JsonObject().put("title", topic))
                .put(
                        "businessInfo",
                        new JsonObject().put("businessType", business).put("targetAudience", audience))
                .put("organizationId", shell.sources().ids().get().toString());
    }
}
