package dev.pressroom.cli;

import dev.pressroom.cli.io.TerminalText;
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
 * Runs one job in the terminal, over HTTP: on the service that runs with this data folder, or else on one started for the
 * command.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Writes an article on a topic, or analyses a website, and shows the progress. Uses the service that runs"
                    + " with this data folder, or starts one. In a pipe or file, stdout is only the article (Markdown) or"
                    + " the analysis (JSON); progress goes to stderr.",
            ""
        })
final class DemoCommand implements Callable<Integer> {
    /** Exit code after Ctrl-C: 128 + SIGINT. */
    private static final int INTERRUPTED = 130;

    private final CommandIo io;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<topic>", arity = "0..1", description = "Topic of the article.")
    private Optional<String> topic = Optional.empty();

    @Option(names = "--url", paramLabel = "<url>", description = "Website to analyse, instead of a topic.")
    private Optional<String> url = Optional.empty();

    @Option(names = "--business", paramLabel = "<text>", description = "Business type (default: ${DEFAULT-VALUE}).")
    private String business = "small neighbourhood business";

    @Option(names = "--audience", paramLabel = "<text>", description = "Target audience (default: ${DEFAULT-VALUE}).")
    private String audience = "curious beginners";

    @Option(
            names = "--instructions",
            paramLabel = "<text>",
            description = "Additional instructions, such as language or tone.")
    private Optional<String> instructions = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "<file>",
            description = "Writes the result to this file when the job has succeeded.")
    private Optional<Path> output = Optional.empty();

    DemoCommand(CommandIo io) {
        this.io = io;
    }

    @Override
    public Integer call() throws Exception {
        if (topic.isPresent() == url.isPresent()) {
            throw new ParameterException(spec.commandLine(), "Give either a <topic> or a website with --url.");
        }
        Settings settings = DevSecret.complete(SettingsLoader.load(forDemo(io.env())));
        configureLogging(settings);
        Optional<ResultFile> file = output.map(ResultFile::at);
        Display display = Display.on(io, file.isEmpty());
        DemoSession session = new DemoSession(io, settings, display);
        Thread interruptHook = new Thread(session::interrupt, "interrupt");
        Runtime.getRuntime().addShutdownHook(interruptHook);
        try {
            DemoJob.Outcome outcome = session.run(request());
            display.close();
            if (file.isPresent()) {
                file.get().write(outcome.text());
            }
            display.printLine("");
            display.printLine(outcome.summary());
            output.ifPresent(path -> display.printLine(TerminalText.line("Written to " + path)));
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

    /** Settings of a node for one job: both roles, on any free port. */
    private static Map<String, String> forDemo(Map<String, String> env) {
        Map<String, String> changed = new HashMap<>(env);
        changed.put("PORT", "0");
        changed.put("PRESSROOM_ROLES", "http,worker");
        return changed;
    }

    /** Turns logging off, unless LOG_LEVEL is set: the terminal shows the article. */
    private void configureLogging(Settings settings) {
        if (io.env().getOrDefault("LOG_LEVEL", "").isBlank()) {
            Logging.errorsOnly();
        } else {
            Logging.configure(settings.logFormat(), settings.logLevel());
        }
    }

    private DemoJob.Request request() {
        return url.map(DemoCommand::withScheme)
                .map(site -> new DemoJob.Request(DemoJob.Request.Kind.ANALYSIS, new JsonObject().put("url", site)))
                .orElseGet(() -> new DemoJob.Request(DemoJob.Request.Kind.ARTICLE, article()));
    }

    /** Adds https, as the form of the page does, to a website that is given without a scheme. */
    private static String withScheme(String site) {
        return site.contains("://") ? site : "https://" + site;
    }

    private JsonObject article() {
        JsonObject article = new JsonObject()
                .put("topic", new JsonObject().put("title", topic.orElse("")))
                .put(
                        "businessInfo",
                        new JsonObject().put("businessType", business).put("targetAudience", audience))
                .put("organizationId", io.sources().ids().get().toString());
        instructions.ifPresent(text -> article.put("additionalInstructions", text));
        return article;
    }
}
