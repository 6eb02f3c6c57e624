package dev.pressroom.load;

import dev.pressroom.config.Durations;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code scripts/load}: orders jobs like many users would, watches them all, and tells how long users wait. */
@CommandLine.Command(
        name = "scripts/load",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        description = {
            "%nOrders jobs at a steady rate, watches every one of them to its end as its user would, and tells how long "
                    + "users wait. Checks meanwhile that no stream has a gap or a double. It does as it is told by 429 "
                    + "and 503 with Retry-After, and counts them. In the end there is a summary, and a report to open "
                    + "in a browser. Ctrl-C ends it early, with both.%n"
        },
        optionListHeading = "Options%n",
        footerHeading = "%nWhat a service limits%n",
        footer = {
            "  Each user may order so many jobs a minute (60, if not set otherwise), and has so many credits (10 in dev "
                    + "mode). Users without credits make room for new ones where tokens can be made here; for more than "
                    + "one order a second and user, start the service with PRESSROOM_RATE_LIMIT=off.",
            "  Websites: without --page, a page is served on loopback, which the service must be allowed to read: "
                    + "PRESSROOM_FETCH_ALLOW_PRIVATE=on."
        },
        exitCodeListHeading = "%nExit code%n",
        exitCodeList = {
            "0:jobs were done, nothing was missing or twice, and with --soak nothing grew",
            "1:otherwise, or it could not run",
            "2:wrong options"
        })
public final class Load implements Callable<Integer> {
    static final String USUAL_URL = "http://localhost:8080";
    private static final double MOST_PER_SECOND = 5000;

    @Option(names = "--url", paramLabel = "URL", description = "of the service (default: " + USUAL_URL + ")")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--token",
            paramLabel = "JWT",
            description = "of the one user who orders then (default: tokens made with the secret of a service that was "
                    + "started in this folder, or with JWT_SECRET)")
    private Optional<String> token = Optional.empty();

    @Option(names = "--users", paramLabel = "N", defaultValue = "10", description = "default: ${DEFAULT-VALUE}")
    private int users = 10;

    @Option(
            names = "--rate",
            paramLabel = "JOBS/S",
            defaultValue = "5",
            description = "orders a second (default: ${DEFAULT-VALUE})")
    private double rate = 5;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "mixed",
            description = "poll, sse, or mixed: every second job by streams (default: ${DEFAULT-VALUE})")
    private Plan.Mode mode = Plan.Mode.MIXED;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "content",
            description = "content or website (default: ${DEFAULT-VALUE})")
    private Plan.Type type = Plan.Type.CONTENT;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Times.class,
            description = "for how long orders are made, such as 30s or 10m (default: 60s; 10m with --soak)")
    private Optional<Duration> duration = Optional.empty();

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Times.class,
            description = "the longest to wait for the last jobs (default: ${DEFAULT-VALUE})")
    private Duration settling = Duration.ofSeconds(60);

    @Option(names = "--page", paramLabel = "URL", description = "that is analysed (default: one that is served here)")
    private Optional<URI> page = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "target/load/report.html",
            description = "default: ${DEFAULT-VALUE}")
    private Path report = Path.of("target/load/report.html");

    @Option(
            names = "--soak",
            description =
                    "looks every ten seconds at what could grow, and says whether it does. Without --url it starts "
                            + "a node with servers of its own; with it, servers are looked at that DATABASE_URL and REDIS_URL "
                            + "name, and the process of --pid, which is made to collect its "
                            + "garbage each time")
    private boolean soak;

    @Option(names = "--pid", paramLabel = "PID", description = "of the service, where it runs on this machine")
    private OptionalLong pid = OptionalLong.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    private boolean help;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    public static CommandLine command() {
        return new CommandLine(new Load())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((cause, command, parsed) -> {
                    if (cause instanceof Door.Closed) {
                        command.getErr().println("scripts/load: " + cause.getMessage());
                        return 1;
                    }
                    throw cause;
                });
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        Session session = new Session(plan, token, report, soak, url.isEmpty(), pid);
        return session.run();
    }

    Plan plan() {
        require(users >= 1 && users <= 10_000, "--users must be from 1 to 10000.");
        require(rate > 0 && rate <= MOST_PER_SECOND, "--rate must be more than 0 and at most 5000.");
        require(pid.isEmpty() || soak, "--pid is for --soak.");
        return new Plan(
                url.map(this::bare).orElse(URI.create(USUAL_URL)),
                users,
                rate,
                mode,
                type,
                duration.orElse(soak ? Duration.ofMinutes(10) : Duration.ofSeconds(60)),
                settling,
                page);
    }

    private URI bare(URI given) {
        String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
        require(scheme.matches("https?") && given.getHost() != null, "--url must be such as " + USUAL_URL + ".");
        return URI.create(given.toString().replaceAll("/+$", ""));
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    /** Reads 30s, 10m. */
    static final class Times implements CommandLine.ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Durations.parse(text)
                    .filter(time -> time.compareTo(Duration.ofDays(1)) <= 0)
                    .orElseThrow(() -> new CommandLine.TypeConversionException(
                            "'" + text + "' is no time of at most a day, such as 30s or 10m"));
        }
    }
}
