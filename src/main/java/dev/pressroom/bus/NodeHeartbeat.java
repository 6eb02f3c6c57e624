package dev.pressroom.bus;

import dev.pressroom.base.Lifecycle;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores this node's heartbeat every 3 s, lists all nodes, and checks whether they answer over the bus. */
public final class NodeHeartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);
    private static final long PERIOD_MILLIS = 3000;

    private static final String VERSION = Optional.ofNullable(
                    NodeHeartbeat.class.getPackage().getImplementationVersion())
            .orElse("development");

    /** Inserts the row again if it was deleted. */
    private static final String HEARTBEAT = """
            insert into cluster_members
                (node, host, port, roles, slots, http_port, leaving, version, bus_version, running)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict (node) do update
            set seen_at = now(), http_port = excluded.http_port, leaving = excluded.leaving, version = excluded.version,
                running = excluded.running
            returning set_config('synchronous_commit', 'off', true), exists (
                select from node_drains d where d.node = $1) as drained, exists (
                select from cluster_members m
                where m.bus_version is null and m.port is not null and m.seen_at > now() - interval '30 seconds') as older
            """;

    /** Reads no jobs: its cost must not grow with them. */
    private static final String LIST = """
            select m.node, m.host, m.http_port, m.roles, m.slots, m.leaving, m.seen_at, m.version,
                   exists (select from node_drains d where d.node = m.node) as drained,
                   m.seen_at > now() - interval '10 seconds' as fresh, m.running
            from cluster_members m
            where m.seen_at > now() - interval '30 seconds'
            order by m.node
            limit 1000
            """;

    private final Vertx vertx;
    private final Database database;
    private final UUID node;
    private final Members.Self self;
    private final Lifecycle lifecycle;
    private volatile OptionalInt httpPort = OptionalInt.empty();
    private volatile IntSupplier running = () -> 0;
    private volatile boolean drained;
    private volatile boolean meetsPreviousVersion;
    private volatile boolean writing;
    private volatile boolean writeAgain;
    private long timer;

    public NodeHeartbeat(Vertx vertx, Database database, UUID node, Members.Self self, Lifecycle lifecycle) {
        this.vertx = vertx;
        this.database = database;
        this.node = node;
        this.self = self;
        this.lifecycle = lifecycle;
        this.meetsPreviousVersion = isClustered();
    }

    /**
     * The state of a node.
     *
     * @param running the number of jobs that it ran at its last heartbeat; empty for a node of the version before
     * @param leaving true while it is stopping
     * @param drained true when an operator lets it claim no jobs
     * @param version of the program; empty for an older one
     * @param seenAt its last heartbeat
     * @param fresh true when its last heartbeat is at most 10 s old
     */
    public record NodeState(
            UUID node,
            String host,
            OptionalInt httpPort,
            List<String> roles,
            int slots,
            OptionalInt running,
            boolean leaving,
            boolean drained,
            Optional<String> version,
            OffsetDateTime seenAt,
            boolean fresh) {
        /** True when it accepts jobs. */
        public boolean acceptsJobs() {
            return roles.contains("worker") && fresh && !leaving && !drained;
        }
    }

    /** The id of this node's start. */
    public UUID node() {
        return node;
    }

    /** Whether this node runs as a member of a cluster. */
    public boolean isClustered() {
        return self.port().isPresent();
    }

    /** Whether an operator lets this node claim no jobs; known within a heartbeat. */
    public boolean isDrained() {
        return drained;
    }

    /**
     * Whether there may be nodes in the cluster whose version of the event bus' messages precedes this one's; known within a
     * heartbeat, true before the first one.
     */
    public boolean mayMeetPreviousVersion() {
        return meetsPreviousVersion;
    }

    /** Starts the periodic heartbeat and answers checks over the bus. */
    public Future<Void> start() {
        timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> send());
        Future<Void> controls =
                vertx.eventBus().consumer(Addresses.CONTROLS, message -> send()).completion();
        return vertx.eventBus()
                .consumer(Addresses.echo(node), message -> message.reply("pong"))
                .completion()
                .compose(registered -> controls);
    }

    /** Sets the HTTP port in this node's row. */
    public void setHttpPort(int port) {
        httpPort = OptionalInt.of(port);
        send();
    }

    /** Sets what counts the jobs that this node runs; may be called from any thread. */
    public void countRunning(IntSupplier count) {
        running = count;
    }

    /** Stores a heartbeat now, with the present state. */
    public void send() {
        if (writing) {
            writeAgain = true;
            return;
        }
        writing = true;
        writeAgain = false;
        database.runRelaxed(HEARTBEAT, row()).onFailure(this::logFailure).onComplete(done -> {
            if (done.succeeded()) {
                Row answer = done.result().iterator().next();
                drained = answer.getBoolean("drained");
                meetsPreviousVersion = isClustered() && answer.getBoolean("older");
            }
            writing = false;
            if (writeAgain && done.succeeded()) {
                send();
            }
        });
    }

    /** Not logged while the node stops: its pools may be closed already. */
    private void logFailure(Throwable cause) {
        if (!lifecycle.hasShutdownBegun()) {
            LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("node heartbeat not stored");
        }
    }

    private Tuple row() {
        return Tuple.from(new Object[] {
            node,
            self.host(),
            boxed(self.port()),
            self.roles().stream().sorted().toArray(String[]::new),
            self.slots(),
            boxed(httpPort),
            lifecycle.hasShutdownBegun(),
            VERSION,
            Members.BUS_VERSION,
            running.getAsInt()
        });
    }

    private static Integer boxed(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    /** The nodes with a heartbeat within the last 30 s, at most 1000. */
    public Future<List<NodeState>> list() {
        return database.run(LIST, Tuple.tuple())
                .map(rows -> rows.stream().map(this::nodeState).toList());
    }

    /** The state of this node, without a statement. */
    public NodeState self() {
        return new NodeState(
                node,
                self.host(),
                httpPort,
                self.roles().stream().sorted().toList(),
                self.slots(),
                OptionalInt.of(running.getAsInt()),
                lifecycle.hasShutdownBegun(),
                drained,
                Optional.of(VERSION),
                OffsetDateTime.now(ZoneOffset.UTC),
                true);
    }

    private NodeState nodeState(Row row) {
        UUID id = row.getUUID("node");
        return new NodeState(
                id,
                row.getString("host"),
                number(row, "http_port"),
                List.of(row.getArrayOfStrings("roles")),
                row.getInteger("slots"),
                id.equals(node) ? OptionalInt.of(running.getAsInt()) : number(row, "running"),
                row.getBoolean("leaving"),
                row.getBoolean("drained"),
                Optional.ofNullable(row.getString("version")),
                row.getOffsetDateTime("seen_at"),
                row.getBoolean("fresh"));
    }

    private static OptionalInt number(Row row, String column) {
        Integer number = row.getInteger(column);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Returns whether a node, this one or another, answers over the bus within {@code timeoutMillis}. Never fails. */
    public Future<Boolean> reaches(UUID other, long timeoutMillis) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeoutMillis);
        return vertx.eventBus()
                .request(Addresses.echo(other), "ping", options)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(true)
                .otherwise(false);
    }

    /** Stops the periodic heartbeat. This node's row remains. */
    public void stop() {
        vertx.cancelTimer(timer);
    }
}
