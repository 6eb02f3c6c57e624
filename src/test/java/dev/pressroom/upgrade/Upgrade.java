package dev.pressroom.upgrade;

import dev.pressroom.base.FreePort;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.WebhookReceiver;
import dev.pressroom.support.WebhookReceiver.Received;
import dev.pressroom.support.Webhooks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** {@code scripts/upgrade}: replaces the nodes of a running cluster by those of another version, and back. */
@CommandLine.Command(
        name = "scripts/upgrade",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisHeading = "Usage: ",
        description = {
            "%nStarts two nodes of the version OLD with a real PostgreSQL and a real Redis on this machine. While clients "
                    + "create jobs and follow their streams, replaces one node after the other by the version NEW, and "
                    + "then back by OLD. Then audits jobs, events, credits and webhooks. Uses only loopback; Ctrl-C ends "
                    + "everything.%n"
        },
        parameterListHeading = "Parameters%n",
        optionListHeading = "%nOptions%n",
        exitCodeListHeading = "%nExit code%n",
        exitCodeList = {"0:nothing was lost, doubled or paid twice", "1:otherwise, or the run failed"})
public final class Upgrade implements Callable<Integer> {
    private static final int NODES = 2;
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final int CREDITS = 1_000_000;

    @CommandLine.Parameters(index = "0", paramLabel = "OLD", description = "jar of the old version")
    private Path old;

    @CommandLine.Parameters(index = "1", paramLabel = "NEW", description = "jar of the new version")
    private Path next;

    @CommandLine.Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "15",
            description = "seconds between two replacements (default: ${DEFAULT-VALUE})")
    private int seconds;

    @CommandLine.Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "12",
            description = "clients, each with one job at a time (default: ${DEFAULT-VALUE})")
    private int clients;

    @CommandLine.Option(names = "--folder", hidden = true, description = "relative paths begin there")
    private Path folder = Path.of("");

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final UUID user = UUID.randomUUID();
    private final List<Integer> ports = new ArrayList<>();
    private final UpgradeNode[] nodes = new UpgradeNode[NODES];

    /** Only of variables that every version has: a node does not start with one that it does not know. */
    private final Map<String, String> environment = new HashMap<>(Service.environment());

    public static void main(String[] arguments) {
        System.exit(command().execute(arguments));
    }

    public static CommandLine command() {
        return new CommandLine(new Upgrade());
    }

    @Override
    public Integer call() throws InterruptedException {
        Path before = jar(old);
        Path after = jar(next);
        Servers.Own servers = Servers.own();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(servers), "upgrade-end"));
        try {
            return upgrade(before, after, servers);
        } finally {
            close(servers);
        }
    }

    private int upgrade(Path before, Path after, Servers.Own servers) throws InterruptedException {
        String database = servers.freshDatabase();
        environment.putAll(Map.of(
                "DATABASE_URL", database,
                "REDIS_URL", servers.redisUrl(),
                "STARTING_CREDITS", Integer.toString(CREDITS),
                "PRESSROOM_DEMO_PACE_MS", "3",
                "PRESSROOM_CLUSTER", "on",
                "PRESSROOM_HTTP_DRAIN", "1s",
                "PRESSROOM_WORKERS_GRACE", "10s",
                "PRESSROOM_LEASE_SECONDS", "60"));
        for (int i = 0; i < NODES; i++) {
            ports.add(FreePort.at("127.0.0.1"));
            nodes[i] = start(i, before);
        }
        try (WebhookReceiver receiver = WebhookReceiver.start()) {
            boolean reports = registered(receiver);
            return judge(run(before, after), reports ? Optional.of(receiver) : Optional.empty(), database);
        }
    }

    /** False when the old version has no webhooks. */
    private boolean registered(WebhookReceiver receiver) {
        Api api = NodeProcess.api("http://127.0.0.1:" + ports.get(0), user);
        if (api.get("/api/v1/webhooks").statusCode() != 200) {
            System.out.println("The old version has no webhooks.");
            return false;
        }
        Webhooks webhooks = new Webhooks(api);
        webhooks.secret();
        webhooks.save(receiver.url(), "job.completed");
        return true;
    }

    private List<UpgradeClients.Report> run(Path before, Path after) throws InterruptedException {
        try (UpgradeClients all = new UpgradeClients(ports, user, clients)) {
            phase(all, "old, old");
            replace(0, after);
            phase(all, "new, old");
            replace(1, after);
            phase(all, "new, new");
            replace(0, before);
            phase(all, "old, new");
            replace(1, before);
            phase(all, "old, old");
            return all.end();
        }
    }

    private void phase(UpgradeClients all, String versions) throws InterruptedException {
        int start = all.finished();
        Thread.sleep(seconds * 1000L);
        System.out.printf(Locale.ROOT, "%s: %d jobs in %d s%n", versions, all.finished() - start, seconds);
    }

    private void replace(int index, Path jar) throws InterruptedException {
        nodes[index].terminate();
        nodes[index] = start(index, jar);
    }

    private UpgradeNode start(int index, Path jar) {
        return UpgradeNode.start(
                jar, ports.get(index), environment, Path.of("target", "upgrade", "logs", "node-" + index + ".log"));
    }

    private int judge(List<UpgradeClients.Report> reports, Optional<WebhookReceiver> receiver, String database) {
        List<UpgradeClients.Followed> jobs =
                reports.stream().flatMap(report -> report.jobs().stream()).toList();
        Await.until(SETTLING, () -> Sql.number(database, "select count(*) from jobs where finished_at is null") == 0);
        receiver.ifPresent(used -> Await.until(
                SETTLING,
                () -> Sql.number(database, "select count(*) from webhook_deliveries where finished_at is null") == 0));
        Map<String, Long> found = new HashMap<>();
        found.put(
                "jobs of clients that are not stored, or stored ones that no client has",
                Math.abs(Sql.number(database, "select count(*) from jobs") - jobs.size()));
        found.put(
                "jobs that did not succeed in their first attempt",
                Sql.number(database, "select count(*) from jobs where status <> 'succeeded' or attempt <> 1"));
        found.put(
                "streams with a gap or an event twice",
                jobs.stream().filter(job -> !job.isWhole()).count());
        found.put(
                "events that are stored and were not received",
                Sql.number(database, "select count(*) from job_events")
                        - jobs.stream().mapToInt(job -> job.events().size()).sum());
        found.put("credits spent beside one per job", spent(database) - jobs.size());
        found.put(
                "jobs without exactly one report",
                receiver.map(used -> reported(used, jobs)).orElse(0L));
        Ledger.assertFits(database);
        found.values().removeIf(count -> count == 0);
        System.out.printf(
                Locale.ROOT,
                "%d jobs, %d events, %d requests repeated at the other node%n",
                jobs.size(),
                jobs.stream().mapToInt(job -> job.events().size()).sum(),
                reports.stream().mapToInt(UpgradeClients.Report::repeated).sum());
        found.forEach((what, count) -> System.out.println("WRONG: " + what + ": " + count));
        System.out.println(found.isEmpty() ? "Nothing lost, doubled or paid twice." : "Logs: target/upgrade/logs");
        return found.isEmpty() ? 0 : 1;
    }

    private static long spent(String database) {
        return Sql.number(database, "select count(*) from credit_entries where kind = 'spend'");
    }

    /** A report that was repeated with the same id counts once. */
    private static long reported(WebhookReceiver receiver, List<UpgradeClients.Followed> jobs) {
        Map<UUID, Long> ids = receiver.received().stream()
                .collect(Collectors.groupingBy(
                        Received::job,
                        Collectors.mapping(Received::id, Collectors.collectingAndThen(Collectors.toSet(), distinct ->
                                (long) distinct.size()))));
        return jobs.stream().filter(job -> ids.getOrDefault(job.job(), 0L) != 1).count();
    }

    private Path jar(Path given) {
        Path jar = folder.resolve(given);
        if (!Files.isRegularFile(jar)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "There is no file " + jar + ".");
        }
        return jar;
    }

    private void close(Servers.Own servers) {
        for (UpgradeNode node : nodes) {
            if (node != null) {
                node.close();
            }
        }
        servers.close();
    }
}
