package dev.pressroom.chaos;

import dev.pressroom.base.FreePort;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The nodes under test. One that ends is started again at once, as an operator's supervisor would. Each start connects
 * to Postgres under a name of its own, so that the database knows who writes.
 */
final class Cluster implements AutoCloseable {
    /** Orders never run out of credits; the sum is known all the same. */
    static final int STARTING_CREDITS = 1_000_000;

    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final Servers.Own servers;
    private final String databaseUrl;
    private final Harm harm;
    private final Setup setup;
    private final Path logs;
    private final List<Member> members = new ArrayList<>();
    private final List<Member> all = new CopyOnWriteArrayList<>();
    private final List<Consumer<Member>> onDeath = new CopyOnWriteArrayList<>();
    private final Links links = new Links();
    private boolean closing;

    /** @param databaseUrl of a database that is migrated and has its {@link WriteLog} */
    Cluster(Servers.Own servers, String databaseUrl, Harm harm, Setup setup, Path logs) {
        this.servers = servers;
        this.databaseUrl = databaseUrl;
        this.harm = harm;
        this.setup = setup;
        this.logs = logs;
    }

    /** Starts all nodes and waits until they serve. */
    void start() {
        for (int slot = 0; slot < setup.nodes(); slot++) {
            Member member = another(slot);
            synchronized (this) {
                members.add(member);
            }
        }
        Await.until(START_LIMIT, () -> up().size() == setup.nodes());
    }

    /** The nodes that serve at the moment, as far as is known. */
    synchronized List<Member> up() {
        return members.stream().filter(Member::isUp).toList();
    }

    /** All nodes that were ever started. */
    List<Member> everybody() {
        return List.copyOf(all);
    }

    /** Tells of each node that ends. */
    void onDeath(Consumer<Member> told) {
        onDeath.add(told);
    }

    /** Gives an order of {@link ChaosNode} to all nodes. */
    synchronized void orderAll(String order) {
        members.forEach(member -> member.order(order));
    }

    /** How many jobs wait for a worker. */
    long waiting() {
        return Sql.number(databaseUrl, "select count(*) from jobs where status = 'queued'");
    }

    /** What the nodes reach each other through, where the harm wants that. */
    Links links() {
        return links;
    }

    Servers.Own servers() {
        return servers;
    }

    String databaseUrl() {
        return databaseUrl;
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
        }
        all.forEach(Member::kill);
        links.close();
    }

    private Member another(int slot) {
        UUID id = UUID.randomUUID();
        String role = roleFor(id);
        Map<String, String> environment = new HashMap<>(Service.environment());
        environment.putAll(Map.of(
                "DATABASE_URL",
                        databaseUrl.replace(
                                "//" + URI.create(databaseUrl).getUserInfo() + "@", "//" + role + ":" + role + "@"),
                "REDIS_URL", servers.redisUrl(),
                "STARTING_CREDITS", Integer.toString(STARTING_CREDITS),
                "PRESSROOM_CLUSTER", "on",
                "PRESSROOM_LEASE_SECONDS", Long.toString(setup.lease().toSeconds()),
                "PRESSROOM_DATABASE_POOL_SIZE", "8",
                "PRESSROOM_WORKERS", "20",
                "PRESSROOM_STREAMS_HEARTBEAT", "2s",
                "PRESSROOM_WORKERS_LOSS_PAUSES", "1s,3s,6s"));
        environment.put("PRESSROOM_MODEL_PRICES", ChaosPipeline.MODEL + " = 0.37 / 1.1");
        if (harm.wantsProxies()) {
            environment.putAll(reachedThroughLinks());
        }
        environment.putAll(harm.environment());
        Member member = Member.start(
                id,
                harm.clockOffset(slot),
                harm.heap(),
                environment,
                logs.resolve("node-" + (slot + 1) + ".log"),
                this::ended);
        all.add(member);
        return member;
    }

    /** The node listens at ports that nobody knows; those that the others know lead there, for as long as they may. */
    private Map<String, String> reachedThroughLinks() {
        int port = FreePort.at("127.0.0.1");
        int busPort = FreePort.at("127.0.0.1");
        return Map.of(
                "PRESSROOM_CLUSTER_BIND_PORT", Integer.toString(port),
                "PRESSROOM_CLUSTER_BIND_BUS_PORT", Integer.toString(busPort),
                "PRESSROOM_CLUSTER_PORT", Integer.toString(links.to(port)),
                "PRESSROOM_CLUSTER_BUS_PORT", Integer.toString(links.to(busPort)));
    }

    /** Made as soon as the database is there: it may be the one that is being harmed. */
    private String roleFor(UUID id) {
        return Await.value(START_LIMIT, () -> WriteLog.tryCreateRole(databaseUrl, id), Optional::isPresent)
                .orElseThrow();
    }

    private void ended(Member member) {
        onDeath.forEach(told -> told.accept(member));
        int slot = slot(member);
        if (slot >= 0) {
            replace(slot, another(slot));
        }
    }

    /** Where it belongs; -1 when nothing is to be started any more. */
    private synchronized int slot(Member member) {
        return closing ? -1 : members.indexOf(member);
    }

    private synchronized void replace(int slot, Member member) {
        members.set(slot, member);
        if (closing) {
            member.kill();
        }
    }
}
