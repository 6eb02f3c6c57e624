package dev.pressroom.webhook;

import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.JobTraces;
import dev.pressroom.page.fetch.AddressGuard;
import dev.pressroom.page.fetch.Resolver;
import dev.pressroom.page.url.PageUrl;
import dev.pressroom.store.Database;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.SteeredClock;
import dev.pressroom.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Deliveries in a database of their own, and deliverers with a clock that the test advances. */
final class Deliveries implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(3);
    private static final RandomGenerator NO_JITTER = () -> 0L;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    final SteeredClock clock = new SteeredClock(Instant.now());
    final UUID user = UUID.randomUUID();
    private final String url = Servers.freshDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final Database database;
    private final Map<String, String> names = new HashMap<>();
    private final List<Deliverer> deliverers = new ArrayList<>();
    private Optional<TrustOptions> trust = Optional.empty();
    private Duration timeout = TIMEOUT;

    Deliveries() {
        Map<String, String> env = new HashMap<>(Service.environment());
        env.put("DATABASE_URL", url);
        env.put("REDIS_URL", Servers.freshRedis());
        Settings settings = SettingsLoader.load(env, Optional.empty());
        database = Database.open(vertx, url, settings.database());
        addUser(user);
    }

    Vertx vertx() {
        return vertx;
    }

    /** A certificate authority that deliverers started later trust. */
    void trusting(TrustOptions options) {
        trust = Optional.of(options);
    }

    /** Nodes started later wait briefly for a receiver that does not answer; a busy machine answers late, too. */
    void impatient() {
        timeout = SHORT_TIMEOUT;
    }

    /** What the name resolves to from now on. */
    void resolve(String name, String address) {
        names.put(name, address);
    }

    void addUser(UUID id) {
        execute("insert into users (id) values ('" + id + "')");
        execute("insert into webhook_secrets (user_id, secret) values ('" + id + "', '" + WebhookSecret.generate()
                + "')");
    }

    /** The endpoint of the user. */
    void endpoint(String to) {
        execute(
                "insert into webhook_endpoints (user_id, url, host, events) values ('%s', '%s', '%s', '{job.completed}')"
                        .formatted(user, to, PageUrl.parse(to).host()));
    }

    /** Stores a delivery to the webhook of a job and returns its id. */
    UUID add(String to) {
        return add(user, "job", to);
    }

    /** @param target {@code owner} or {@code job} */
    UUID add(UUID owner, String target, String to) {
        UUID id = UUID.randomUUID();
        addMany(owner, target, to, 1, id);
        return id;
    }

    void addMany(UUID owner, String to, int count) {
        addMany(owner, "job", to, count, null);
    }

    private void addMany(UUID owner, String target, String to, int count, UUID id) {
        execute("""
                insert into webhook_deliveries (id, job_id, user_id, attempt, target, type, url, host, body)
                select %s, gen_random_uuid(), '%s', 1, '%s', 'job.completed', '%s', '%s', '{"n":' || n || '}'
                from generate_series(1, %d) n
                """.formatted(
                        id == null ? "gen_random_uuid()" : "'" + id + "'",
                        owner,
                        target,
                        to,
                        PageUrl.parse(to).host(),
                        count));
    }

    /** A node that sends deliveries and looks for due ones many times a second. */
    Deliverer startNode() {
        Context context = vertx.getOrCreateContext();
        Deliverer deliverer = node(200);
        vertx.setPeriodic(20, tick -> context.runOnContext(go -> deliverer.run()));
        return deliverer;
    }

    /** A node with so many slots that looks for due deliveries once, and afterwards only by itself. */
    void startNodeThatIsNotPolled(int slots) {
        Deliverer deliverer = node(slots);
        vertx.getOrCreateContext().runOnContext(go -> deliverer.run());
    }

    private Deliverer node(int total) {
        Resolver resolver = name -> names.containsKey(name)
                ? Future.succeededFuture(List.of(address(names.get(name))))
                : Future.failedFuture("no such name");
        WebhookSender sender = new WebhookSender(vertx, new AddressGuard(true), resolver, clock, timeout, trust);
        Slots slots = new Slots(total);
        Deliverer deliverer = new Deliverer(
                new DeliveryStore(database, UUID.randomUUID()),
                sender,
                slots,
                new RetrySchedule(NO_JITTER),
                new WebhookMetrics(new SimpleMeterRegistry(), slots::running),
                clock,
                System::nanoTime,
                timeout.plus(LEASE_MARGIN),
                new DeliverySpans(Tracing.OFF, new JobTraces(database)));
        deliverers.add(deliverer);
        return deliverer;
    }

    DeliveryStore store() {
        return new DeliveryStore(database, UUID.randomUUID());
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    void execute(String sql) {
        Servers.execute(url, sql);
    }

    String text(String sql) {
        return Sql.text(url, sql);
    }

    long number(String sql) {
        return Sql.number(url, sql);
    }

    String state(UUID delivery) {
        return text("select state from webhook_deliveries where id = '" + delivery + "'");
    }

    /** Waits until so many attempts of the delivery are stored; returns the outcome of the last. */
    String awaitAttempt(UUID delivery, int number) {
        return Await.value(
                DEADLINE,
                () -> text("select outcome from webhook_attempts where delivery_id = '" + delivery + "' and number = "
                        + number),
                outcome -> !outcome.isEmpty());
    }

    /** Seconds by the test's clock until the delivery is sent again. */
    long waitSeconds(UUID delivery) {
        long next = number(
                "select extract(epoch from next_at)::bigint from webhook_deliveries where id = '" + delivery + "'");
        return next - clock.instant().getEpochSecond();
    }

    @Override
    public void close() {
        vertx.close().await();
        Servers.release(url);
    }
}
