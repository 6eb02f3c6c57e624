package dev.pressroom.cli;

import dev.pressroom.config.DevSecret;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.logging.Logging;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs one job where one can watch: over HTTP against the service that runs on the data folder, or else against
 * one started for it.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Writes an article on a topic, or analyses a website, and shows the progress. Uses the service that runs"
                    + " here, or starts one for it. Into a pipe or a file, stdout is the article (Markdown) or the"
                    + " analysis (JSON) alone; progress is on stderr.",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    private final CommandIo shell;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<topic>", arity = "0..1", description = "What to write about.")
    private Optional<String> topic = Optional.empty();

    @Option(names = "--url", paramLabel = "<url>", description = "Website to analyse, instead of a topic.")
    private Optional<String> url = Optional.empty();

    @Option(names = "--business", paramLabel = "<text>", description = "Business type: ${DEFAULT-VALUE}.")
    private String business = "small neighbourhood business";

    @Option(names = "--audience", paramLabel = "<text>", description = "Target audience: ${DEFAULT-VALUE}.")
    private String audience = "curious beginners";

    @Option(
            names = "--instructions",
            paramLabel = "<text>",
            description = "Additional instructions for the article, such as its language or tone.")
    private Optional<String> instructions = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "<file>",
            description = "Writes the result into this file once the job has succeeded.")
    private Optional<Path> output = Optional.empty();

    DemoCommand(CommandIo shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws Exception {
        if (topic.isPresent() == url.isPresent()) {
            throw new ParameterException(spec.commandLine(), "Give either a <topic> or a website with --url.");
        }
        Settings settings = DevSecret.complete(SettingsLoader.load(forDemo(shell.env())));
        quieten(settings);
        Optional<ResultFile> file = output.map(ResultFile::at);
        Display display = Display.on(shell, file.isEmpty());
        DemoSession session = new DemoSession(shell, settings, display);
        Thread interruption = new Thread(session::interrupt, "interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        try {
            DemoJob.Outcome outcome = session.run(request());
            display.close();
            if (file.isPresent()) {
                file.get().write(outcome.text());
            }
            display.say("");
            display.say(outcome.summary());
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

    private DemoRequest request() {
        return url.map(site -> new DemoRequest(DemoRequest.Kind.ANALYSIS, new JsonObject().put("url", site)))
                .orElseGet(() -> new DemoRequest(DemoRequest.Kind.ARTICLE, article()));
    }

    private JsonObject article() {
        JsonObject article = new JsonObject()
                .put("topic", new JsonObject().put("title", topic.orElse("")))
                .put(
                        "businessInfo",
                        new JsonObject().put("businessType", business).put("targetAudience", audience))
                .put("organizationId", shell.sources().ids().get().toString());
        instructions.ifPresent(text -> article.put("additionalInstructions", text));
        return article;
    }
}
