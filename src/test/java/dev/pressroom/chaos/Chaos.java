package dev.pressroom.chaos;

import dev.pressroom.support.Servers;
import dev.pressroom.support.TestFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code scripts/chaos}: does harm to a real cluster, and tells what it cost. */
@CommandLine.Command(
        name = "scripts/chaos",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        description = {
            "%nStarts a cluster of nodes, each a JVM of its own, over a real PostgreSQL and a real Redis on this "
                    + "machine. Orders jobs over HTTP at a steady rate, watches every one of them, does harm meanwhile, "
                    + "and then looks for what is missing and for what should not be there. Each harm has a fresh "
                    + "cluster and an empty database. Nothing but loopback is used; Ctrl-C ends all that was started.%n"
        },
        optionListHeading = "Options%n",
        footerHeading = "%nHarms%n",
        exitCodeListHeading = "%nExit code%n",
        exitCodeList = {"0:nothing lost, doubled, double-charged or stale", "1:something was, or it could not run"})
public final class Chaos implements Callable<Integer> {
    private static final String TABLE = """

            The table
              jobs            orders whose 201 was sent
              lost            jobs that did not end, or not as their order says (some are made to fail); or
                              whose events have a gap, in the database or for their client; or whose client
                              saw another end than the poll
              doubled         jobs made twice for one order; steps that ran again after their checkpoint;
                              events that a client saw twice
              double-charged  jobs without exactly one hold and one spend (succeeded) or release (failed);
                              users whose balance is not the sum of their entries
              stale writes    changes of jobs, checkpoints, events and results by a node, or an attempt, that
                              did not hold the lease at that moment: as recorded by triggers in the database
              recovery        from the harm until a job that it hit went on: for each job that was running on
                              the node that was harmed (or was unfinished at all, when the harm is to all),
                              until the next time it was started, or a step of it or the whole was done. When
                              clients are cut: from the cut until the stream is open again.

            hostile prints a table of its own: for each attack, the 99th percentile of the answers to a user who
            lists jobs meanwhile, and the heap after a garbage collection and the number of metric series, both
            before and after. It fails as well when a node ended, a request of that user had no answer, memory or
            series did not come back, or answers under attack took more than 3 times as long as before.
            """;

    @CommandLine.Option(
            names = "--harm",
            paramLabel = "NAME",
            defaultValue = "all",
            split = ",",
            description = "one of those below, several with commas between them, or all (default: all)")
    private List<String> harms;

    @CommandLine.Option(names = "--jobs", paramLabel = "N", description = "orders per harm (default: rate * duration)")
    private Optional<Integer> jobs;

    @CommandLine.Option(
            names = "--rate",
            paramLabel = "JOBS/S",
            defaultValue = "20",
            description = "orders a second (default: ${DEFAULT-VALUE})")
    private double rate;

    @CommandLine.Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Durations.class,
            description = "for how long orders are made, such as 60s or 4m (default: ${DEFAULT-VALUE})")
    private Duration duration;

    @CommandLine.Option(
            names = "--nodes",
            paramLabel = "N",
            description = "nodes, at least 2, for hostile at least 1 (default: 3, for hostile 1)")
    private Optional<Integer> nodes;

    @CommandLine.Option(
            names = "--seed",
            paramLabel = "S",
            description = "of the schedule of harm and of the clients (default: by chance)")
    private Optional<Long> seed;

    @CommandLine.Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = Durations.class,
            description = "time between two harms (default: ${DEFAULT-VALUE})")
    private Duration every;

    @CommandLine.Option(
            names = "--outage",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description = "how long what is stopped or cut stays so (default: ${DEFAULT-VALUE})")
    private Duration outage;

    @CommandLine.Option(
            names = "--lease",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description = "a job whose worker is silent for so long is rescued (default: ${DEFAULT-VALUE})")
    private Duration lease;

    @CommandLine.Option(
            names = "--cuts",
            paramLabel = "N",
            defaultValue = "1000",
            description = "connections that clients lose (default: ${DEFAULT-VALUE})")
    private int cuts;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "this text")
    private boolean help;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
    private long beganNanos;

    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    public static CommandLine command() {
        CommandLine command = new CommandLine(new Chaos());
        command.getCommandSpec().usageMessage().footer(footer());
        return command;
    }

    private static String[] footer() {
        return Stream.concat(
                        Harms.ALL.stream().map(harm -> String.format("  %-19s %s", harm.name(), harm.says())),
                        TABLE.lines())
                .toArray(String[]::new);
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Harm> chosen = chosen();
        Setup setup = setup(chosen);
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "chaos-end"));
        System.out.printf(
                Locale.ROOT,
                "%d %s, %,d jobs at %s a second each, lease %d s, seed %d. Ctrl-C ends it all.%n",
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
        System.out.println("Again: " + again(setup));
        return verdicts.stream().allMatch(verdict -> verdict.faults().isEmpty()) ? 0 : 1;
    }

    private Verdict run(Harm harm, Setup setup, Servers.Own servers) throws InterruptedException {
        System.out.println("\n" + harm.name() + ": " + harm.says());
        beganNanos = System.nanoTime();
        Path logs = Path.of("target", "chaos", "logs", harm.name());
        TestFolder.delete(logs);
        try (ChaosRun run = opened(
                new ChaosRun(harm, setup.withNodes(nodes.orElse(harm.usualNodes())), servers, logs, this::tell))) {
            Verdict verdict = run.run();
            tell(
                    verdict.faults().isEmpty()
                            ? "nothing missing, nothing twice"
                            : verdict.faults().size() + " faults; what the nodes said is in " + logs);
            return verdict;
        }
    }

    private void tell(String line) {
        long seconds = (System.nanoTime() - beganNanos) / 1_000_000_000;
        System.out.printf(Locale.ROOT, "  %02d:%02d  %s%n", seconds / 60, seconds % 60, line);
    }

    private <T extends AutoCloseable> T opened(T part) {
        started.push(part);
        return part;
    }

    /** The newest first; a part that is closed already does nothing, and one that fails keeps no other from it. */
    private void closeAll() {
        for (AutoCloseable part : started) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("scripts/chaos: not ended cleanly: " + e.getMessage());
            }
        }
    }

    private List<Harm> chosen() {
        for (String name : harms) {
            if (!name.equals("all") && !Harms.names().contains(name)) {
                throw wrong("There is no harm " + name + ". There are: " + String.join(", ", Harms.names()) + ".");
            }
        }
        return harms.contains("all")
                ? Harms.ALL
                : Harms.ALL.stream().filter(harm -> harms.contains(harm.name())).toList();
    }

    private Setup setup(List<Harm> chosen) {
        int fewest = chosen.stream()
                .mapToInt(harm -> Math.min(2, harm.usualNodes()))
                .max()
                .orElse(2);
        if (nodes.orElse(fewest) < fewest) {
            throw wrong("--nodes must be at least " + fewest + ": there have to be survivors.");
        }
        if (rate <= 0 || jobs.orElse(1) <= 0) {
            throw wrong("--rate and --jobs must be more than 0.");
        }
        if (lease.toSeconds() < 2 || every.toMillis() < 500) {
            throw wrong("--lease must be at least 2s, --every at least 500ms.");
        }
        int orders = jobs.orElseGet(() -> (int) Math.max(1, Math.round(rate * duration.toMillis() / 1000)));
        return new Setup(nodes.orElse(fewest), orders, rate, lease, every, outage, cuts, seed.orElseGet(() ->
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
                throw new CommandLine.TypeConversionException("'" + text + "' is no time such as 500ms, 10s or 4m");
            }
            long amount = Long.parseLong(number);
            return text.endsWith("ms")
                    ? Duration.ofMillis(amount)
                    : text.endsWith("s") ? Duration.ofSeconds(amount) : Duration.ofMinutes(amount);
        }
    }
}
