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

/** {@code scripts/load}: creates jobs like many users, follows all of them, and reports how long users wait. */
@CommandLine.Command(
        name = "scripts/load",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        description = {
            "%nCreates jobs at a steady rate, follows each of them to its end like its user would, and reports how long "
                    + "users wait. Checks that no stream has a gap or a duplicate. Waits after 429 and 503 as long as "
                    + "Retry-After says, and counts them. Prints a summary at the end, and writes a report for a "
                    + "browser. Ctrl-C ends the run early, with both.%n"
        },
        optionListHeading = "Options%n",
        footerHeading = "%nLimits of the service%n",
        footer = {
            "  A user may create 60 jobs a minute and has 10 credits, unless set otherwise. A user without credits is "
                    + "replaced by a new one if tokens can be signed here. For more than one job per second and user, start "
                    + "the service with PRESSROOM_RATE_LIMIT=off.",
            "  Websites: without --page, the page is on loopback, and the service must be allowed to read it: "
                    + "PRESSROOM_FETCH_ALLOW_PRIVATE=on."
        },
        exitCodeListHeading = "%nExit code%n",
        exitCodeList = {
            "0:jobs succeeded, no gaps or duplicates, and with --soak no growth",
            "1:otherwise, or the run failed",
            "2:invalid options"
        })
public final class Load implements Callable<Integer> {
    static final String USUAL_URL = "http://localhost:8080";
    private static final double MAX_PER_SECOND = 5000;

    @Option(names = "--url", paramLabel = "URL", description = "URL of the service (default: " + USUAL_URL + ")")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--token",
            paramLabel = "JWT",
            description = "token of the only user (default: tokens signed with the secret of a service started in this "
                    + "folder, or with JWT_SECRET)")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "10",
            description = "number of users (default: ${DEFAULT-VALUE})")
    private int users = 10;

    @Option(
            names = "--rate",
            paramLabel = "JOBS/S",
            defaultValue = "5",
            description = "jobs created per second (default: ${DEFAULT-VALUE})")
    private double rate = 5;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "mixed",
            description = "poll, sse, or mixed: every other job by stream (default: ${DEFAULT-VALUE})")
    private Plan.Mode mode = Plan.Mode.MIXED;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "content",
            description = "type of the jobs: content or website (default: ${DEFAULT-VALUE})")
    private Plan.Type type = Plan.Type.CONTENT;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Times.class,
            description = "how long jobs are created, such as 30s or 10m (default: 60s; 10m with --soak)")
    private Optional<Duration> duration = Optional.empty();

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Times.class,
            description = "maximum wait for the last jobs (default: ${DEFAULT-VALUE})")
    private Duration settling = Duration.ofSeconds(60);

    @Option(names = "--page", paramLabel = "URL", description = "page to analyse (default: one served by this program)")
    private Optional<URI> page = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "target/load/report.html",
            description = "report file (default: ${DEFAULT-VALUE})")
    private Path report = Path.of("target/load/report.html");

    @Option(
            names = "--soak",
            description =
                    "checks every ten seconds whether memory, connections or data grow. Without --url it starts a "
                            + "node with its own servers; with --url it checks the servers in DATABASE_URL and "
                            + "REDIS_URL, and the process of --pid, with a garbage collection each time")
    private boolean soak;

    @Option(names = "--pid", paramLabel = "PID", description = "process id of the service, if it runs on this machine")
    private OptionalLong pid = OptionalLong.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
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
                    if (cause instanceof ServiceCheck.Closed) {
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
        require(rate > 0 && rate <= MAX_PER_SECOND, "--rate must be more than 0 and at most 5000.");
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
                            "'" + text + "' is not a duration of at most a day, such as 30s or 10m"));
        }
    }
}
