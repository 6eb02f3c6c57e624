package dev.pressroom.chaos;

import dev.pressroom.support.Servers;
import dev.pressroom.support.TestFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import picocli.CommandLine;

/** {@code scripts/chaos}: injects faults into a real cluster and audits the result. */
@CommandLine.Command(
        name = "scripts/chaos",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        description = {
            "%nStarts a cluster of nodes, each a JVM of its own, with a real PostgreSQL and a real Redis on this "
                    + "machine. Creates jobs over HTTP at a steady rate, follows each of them, injects faults "
                    + "meanwhile, and then audits the database and the events that clients received. Each harm (kind of "
                    + "fault) gets a new cluster and an empty database. Uses only loopback; Ctrl-C ends everything.%n"
        },
        optionListHeading = "Options%n",
        footerHeading = "%nHarms%n",
        exitCodeListHeading = "%nExit code%n",
        exitCodeList = {"0:nothing lost, doubled, double-charged or stale", "1:otherwise, or the run failed"})
public final class Chaos implements Callable<Integer> {
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put("jobs", "jobs accepted with 201");
        COLUMNS.put(
                "lost",
                "jobs that did not end as their request says (some are made to fail), whose events have a gap in the "
                        + "database or at their client, or whose client saw another end than the status");
        COLUMNS.put(
                "doubled",
                "two jobs for one request; steps that ran again after their checkpoint; events that a client received "
                        + "twice");
        COLUMNS.put(
                "double-charged",
                "jobs without exactly one hold and one spend (succeeded) or release (failed); users whose balance is not "
                        + "the sum of their ledger; days, owners, types and models in the control room, and jobs, whose tokens "
                        + "and costs are not the sums of usage_entries");
        COLUMNS.put(
                "stale writes",
                "changes of jobs, checkpoints, events and results by a node or attempt that did not hold the lease at "
                        + "that moment, recorded by triggers in the database");
        COLUMNS.put(
                "recovery",
                "from the fault until an affected job continued: until a job of the faulty node (or any unfinished job, "
                        + "when all nodes were affected) started again or made progress. For cut clients: until the "
                        + "stream was open again");
    }

    private static final String HOSTILE_TABLE =
            "%nhostile prints its own table: for each attack, the 99th percentile of the responses to a user who lists jobs "
                    + "meanwhile, and the heap after a garbage collection and the number of metric series, before and "
                    + "after. It also fails when a node ended, a request of that user got no response, memory or series "
                    + "did not return to their earlier size, or responses under attack took more than 3 times as long as "
                    + "before.";

    @CommandLine.Option(
            names = "--harm",
            paramLabel = "NAME",
            defaultValue = "all",
            split = ",",
            description = "a name below, several separated by commas, or all (default: all)")
    private List<String> harms;

    @CommandLine.Option(names = "--jobs", paramLabel = "N", description = "jobs per harm (default: rate * duration)")
    private Optional<Integer> jobs;

    @CommandLine.Option(
            names = "--rate",
            paramLabel = "JOBS/S",
            defaultValue = "20",
            description = "jobs created per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @CommandLine.Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Durations.class,
            description = "how long jobs are created, such as 60s or 4m (default: ${DEFAULT-VALUE})")
    private Duration duration;

    @CommandLine.Option(
            names = "--nodes",
            paramLabel = "N",
            description = "number of nodes, at least 2, for hostile at least 1 (default: 3, for hostile 1)")
    private Optional<Integer> nodes;

    @CommandLine.Option(
            names = "--seed",
            paramLabel = "S",
            description = "seed of the schedule of faults and clients (default: random)")
    private Optional<Long> seed;

    @CommandLine.Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Durations.class,
            description = "time between two faults (default: ${DEFAULT-VALUE})")
    private Duration every;

    @CommandLine.Option(
            names = "--outage",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description = "duration of a stop or cut (default: ${DEFAULT-VALUE})")
    private Duration outage;

    @CommandLine.Option(
            names = "--lease",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description =
                    "lease of a job: without heartbeats for this time it is taken over (default: ${DEFAULT-VALUE})")
    private Duration lease;

    @CommandLine.Option(
            names = "--cuts",
            paramLabel = "N",
            defaultValue = "1000",
            description = "client connections to cut, for client-disconnects (default: ${DEFAULT-VALUE})")
    private int cuts;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
    private long startNanos;

    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    public static CommandLine command() {
        CommandLine command = new CommandLine(new Chaos());
        Map<String, String> harms = new LinkedHashMap<>();
        Harms.ALL.forEach(harm -> harms.put(harm.name(), harm.says()));
        CommandLine.Help help = command.getHelp();
        command.getCommandSpec()
                .usageMessage()
                .footer(
                        help.createTextTable(harms) + "%nColumns of the result%n"
                                + help.createTextTable(COLUMNS).toString().stripTrailing(),
                        HOSTILE_TABLE);
        return command;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Harm> chosen = chosen();
        Setup setup = setup(chosen);
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "chaos-end"));
        System.out.printf(
                Locale.ROOT,
                "%d %s, %,d jobs at %s a second each, lease %d s, seed %d. Ctrl-C ends the run.%n",
                chosen.size(),
                chosen.size() == 1 ? "harm" : "harms",
                setup.jobs(),
                rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate),
                lease.toSeconds(),
                setup.seed());
        Servers.Own servers = opened(Servers.own());
        List<Verdict> verdicts = new ArrayList<>();
        for (Harm harm : chosen) {
            verdicts.add(run(harm, setup, servers));
        }
        System.out.println("\n" + Report.of(verdicts));
        System.out.println("Repeat with: " + again(setup));
        return verdicts.stream().allMatch(verdict -> verdict.faults().isEmpty()) ? 0 : 1;
    }

    private Verdict run(Harm harm, Setup setup, Servers.Own servers) throws InterruptedException {
        System.out.println("\n" + harm.name() + ": " + harm.says());
        startNanos = System.nanoTime();
        Path logs = Path.of("target", "chaos", "logs", harm.name());
        TestFolder.delete(logs);
        try (ChaosRun run = opened(
                new ChaosRun(harm, setup.withNodes(nodes.orElse(harm.usualNodes())), servers, logs, this::log))) {
            Verdict verdict = run.run();
            log(
                    verdict.faults().isEmpty()
                            ? "no violations"
                            : verdict.faults().size() + " violations; logs of the nodes: " + logs);
            return verdict;
        }
    }

    private void log(String line) {
        long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
        System.out.printf(Locale.ROOT, "  %02d:%02d  %s%n", seconds / 60, seconds % 60, line);
    }

    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    /** Closes all parts, the newest first. Closing twice is harmless, and a failure does not stop the others. */
    private void closeAll() {
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("scripts/chaos: error while stopping: " + e.getMessage());
            }
        }
    }

    private List<Harm> chosen() {
        for (String name : harms) {
            if (!name.equals("all") && !Harms.names().contains(name)) {
                throw wrong("Unknown harm " + name + ". Known: " + String.join(", ", Harms.names()) + ".");
            }
        }
        return harms.contains("all")
                ? Harms.ALL
                : Harms.ALL.stream().filter(harm -> harms.contains(harm.name())).toList();
    }

    private Setup setup(List<Harm> chosen) {
        int minNodes = chosen.stream()
                .mapToInt(harm -> Math.min(2, harm.usualNodes()))
                .max()
                .orElse(2);
        if (nodes.orElse(minNodes) < minNodes) {
            throw wrong("--nodes must be at least " + minNodes + ", so that one survives.");
        }
        if (rate <= 0 || jobs.orElse(1) <= 0) {
            throw wrong("--rate and --jobs must be more than 0.");
        }
        if (lease.toSeconds() < 2 || every.toMillis() < 500) {
            throw wrong("--lease must be at least 2s, --every at least 500ms.");
        }
        int orders = jobs.orElseGet(() -> (int) Math.max(1, Math.round(rate * duration.toMillis() / 1000)));
        return new Setup(nodes.orElse(minNodes), orders, rate, lease, every, outage, cuts, seed.orElseGet(() ->
                (long) new Random().nextInt(1_000_000)));
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private String again(Setup setup) {
        List<String> words = new ArrayList<>(List.of("scripts/chaos"));
        spec.commandLine().getParseResult().originalArgs().forEach(words::add);
        if (seed.isEmpty()) {
            words.add("--seed " + setup.seed());
        }
        return String.join(" ", words);
    }

    /** Reads 500ms, 10s, 4m. */
    static final class Durations implements CommandLine.ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            String number = text.replaceAll("\\D", "");
            if (number.isEmpty() || number.length() > 9 || !text.matches("\\d+(ms|s|m)")) {
                throw new CommandLine.TypeConversionException(
                        "'" + text + "' is not a duration such as 500ms, 10s or 4m");
            }
            long amount = Long.parseLong(number);
            return text.endsWith("ms")
                    ? Duration.ofMillis(amount)
                    : text.endsWith("s") ? Duration.ofSeconds(amount) : Duration.ofMinutes(amount);
        }
    }
}
