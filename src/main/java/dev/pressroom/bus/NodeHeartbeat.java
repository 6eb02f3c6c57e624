package dev.pressroom.bus;

import dev.pressroom.base.ShutdownState;
import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps this node on the list of nodes, tells who else is on it, and whether they can be reached over the bus. */
public final class NodeHeartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(NodeHeartbeat.class);
    private static final long PERIOD_MILLIS = 3000;

    /** Puts the node back, too, should somebody have cleared the table. */
    private static final String BEAT = """
            insert into cluster_members (node, host, port, roles, slots, http_port, leaving)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (node) do update
            set seen_at = now(), http_port = excluded.http_port, leaving = excluded.leaving
            returning set_config('synchronous_commit', 'off', true)
            """;

    private static final String LIST = """
            select m.node, m.host, m.http_port, m.roles, m.slots, m.leaving, m.seen_at,
                   m.seen_at > now() - interval '10 seconds' as fresh,
                   (select count(*) from jobs j where j.status = 'running' and j.lease_owner = m.node)::integer as running
            from cluster_members m
            where m.seen_at > now() - interval '30 seconds'
            order by m.node
            limit 1000
            """;

    private final Vertx vertx;
    private final Database database;
    private final UUID node;
    private final Members.Self self;
    private final ShutdownState shutdownState;
    private volatile OptionalInt httpPort = OptionalInt.empty();
    private volatile boolean beating;
    private volatile boolean beatAgain;
    private long timer;

    public NodeHeartbeat(Vertx vertx, Database database, UUID node, Members.Self self, ShutdownState shutdownState) {
        this.vertx = vertx;
        this.database = database;
        this.node = node;
        this.self = self;
        this.shutdownState = shutdownState;
    }

    /**
     * A node on the list.
     *
     * @param running jobs that it runs at the moment
     * @param leaving whether it is stopping
     * @param fresh whether it has been heard of as lately as it should
     */
    public record Seen(
            UUID node,
            String host,
            OptionalInt httpPort,
            List<String> roles,
            int slots,
            int running,
            boolean leaving,
            OffsetDateTime seenAt,
            boolean fresh) {
        /** Whether it takes on jobs. */
        public boolean isWorking() {
            return roles.contains("worker") && fresh && !leaving;
        }
    }

    /** This node. */
    public UUID node() {
        return node;
    }

    public boolean isClustered() {
        return self.port().isPresent();
    }

    /** Answers the others, and goes on saying that this node is there. */
    public Future<Void> start() {
        timer = vertx.setPeriodic(PERIOD_MILLIS, tick -> beat());
        return vertx.eventBus()
                .consumer(Addresses.echo(node), message -> message.reply("pong"))
                .completion();
    }

    /** From now on the list says where this node answers HTTP. */
    public void answersAt(int port) {
        httpPort = OptionalInt.of(port);
        beat();
    }

    /** Says at once what has changed. */
    public void beat() {
        if (beating) {
            beatAgain = true;
            return;
        }
        beating = true;
        beatAgain = false;
        database.runRelaxed(BEAT, row()).onFailure(this::notTold).onComplete(done -> {
            beating = false;
            if (beatAgain && done.succeeded()) {
                beat();
            }
        });
    }

    /** A node that leaves is off the list soon, and its pools may have closed under this. */
    private void notTold(Throwable cause) {
        if (!shutdownState.hasBegun()) {
            LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("presence not told");
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
            shutdownState.hasBegun()
        });
    }

    private static Integer boxed(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    /** The nodes that were heard of within the last half minute. */
    public Future<List<Seen>> list() {
        return database.run(LIST, Tuple.tuple())
                .map(rows -> rows.stream().map(NodeHeartbeat::seen).toList());
    }

    private static Seen seen(Row row) {
        Integer port = row.getInteger("http_port");
        return new Seen(
                row.getUUID("node"),
                row.getString("host"),
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                List.of(row.getArrayOfStrings("roles")),
                row.getInteger("slots"),
                row.getInteger("running"),
                row.getBoolean("leaving"),
                row.getOffsetDateTime("seen_at"),
                row.getBoolean("fresh"));
    }

    /** Whether a node, this one or another, answers over the bus within the time. */
    public Future<Boolean> reaches(UUID other, long timeoutMillis) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeoutMillis);
        return vertx.eventBus()
                .request(Addresses.echo(other), "ping", options)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(true)
                .otherwise(false);
    }

    public void stop() {
        vertx.cancelTimer(timer);
    }
}
