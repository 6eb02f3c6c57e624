package dev.pressroom.bench;

import dev.pressroom.job.JobType;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** The environment of a measurement: durable servers, nodes, the bare server for the limit, and load processes. */
final class BenchEnvironment implements AutoCloseable {
    /** Who orders: each has an organization, a token and a turn of his own in the queue. */
    static final List<UUID> USERS = users(64);

    private static final Path LOGS = Path.of("target", "bench", "logs");

    private final Setup setup;
    private final Servers.Own servers;
    private final Deque<ChildProcess> children = new ConcurrentLinkedDeque<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final ChildProcess load;

    BenchEnvironment(Setup setup) {
        this.setup = setup;
        this.servers = Servers.own();
        this.load = child(Load.class, List.of("-Xms256m", "-Xmx1g"), Map.of());
    }

    Setup setup() {
        return setup;
    }

    ChildProcess load() {
        return load;
    }

    String redisUrl() {
        return servers.redisUrl();
    }

    /** A database with nothing in it, and a queue with nothing in it. */
    String freshDatabase() {
        servers.flushRedis();
        return servers.freshDatabase();
    }

    /** What gives nodes a queue apart from that of others; {@link #freshDatabase()} empties it, too. */
    Map<String, String> queue(int number) {
        return Map.of(
                "REDIS_URL",
                URI.create(servers.redisUrl()).resolve("/" + number).toString());
    }

    /** What Postgres has used of the processors so far, by what serves those who are connected and by what always runs. */
    Duration postgresTime() {
        String postmaster =
                Sql.text(servers.databaseUrl(), "select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)");
        return ProcessHandle.of(Long.parseLong(postmaster))
                .orElseThrow()
                .descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** A node over this database that serves. */
    ChildProcess node(String database, Map<String, String> overrides) {
        return node(database, overrides, List.of());
    }

    /** @param options of its JVM, which those of the setup override */
    ChildProcess node(String database, Map<String, String> overrides, List<String> options) {
        Map<String, String> environment = new HashMap<>(environment(database));
        environment.putAll(overrides);
        List<String> all = new ArrayList<>(options);
        all.addAll(setup.nodeOptions());
        return child(BenchNode.class, all, environment);
    }

    /** A node over this database with the demo model. */
    ChildProcess demoNode(String database, Map<String, String> overrides) {
        Map<String, String> environment = new HashMap<>(environment(database));
        environment.putAll(overrides);
        return child(DemoNode.class, setup.nodeOptions(), environment);
    }

    /** How a node is set: as by default, but for rate limits and credits, which would end the load. */
    Map<String, String> environment(String database) {
        return Map.of(
                "PORT",
                "0",
                "JWT_SECRET",
                Service.SECRET,
                "STARTING_CREDITS",
                "unlimited",
                "PRESSROOM_RATE_LIMIT",
                "off",
                "PRESSROOM_LIMITS_JOBS_OF_USER",
                "off",
                "DATABASE_URL",
                database,
                "REDIS_URL",
                servers.redisUrl());
    }

    ChildProcess bare() {
        return bare(List.of());
    }

    /** @param options of its JVM */
    ChildProcess bare(List<String> options) {
        return child(BareServer.class, options, Map.of());
    }

    private ChildProcess child(Class<?> main, List<String> options, Map<String, String> environment) {
        String name = main.getSimpleName() + "-" + numbers.incrementAndGet();
        ChildProcess child = ChildProcess.start(main, options, environment, LOGS.resolve(name + ".log"));
        children.push(child);
        return child;
    }

    static String token(UUID user) {
        return Jwts.hs256(
                Service.SECRET.getBytes(StandardCharsets.UTF_8),
                new JsonObject()
                        .put("sub", user.toString())
                        .put("exp", Instant.now().getEpochSecond() + 36_000));
    }

    /** An order of each of these users; the fields are added to its body. */
    static JsonArray creates(List<UUID> users, JsonObject fields) {
        JsonArray requests = new JsonArray();
        users.forEach(user -> requests.add(new JsonObject()
                .put("method", "POST")
                .put("path", "/api/v1/jobs/content-generation")
                .put("token", token(user))
                .put("body", SampleText.order(user).mergeIn(fields).encode())));
        return requests;
    }

    /** An order of so many jobs at once, of each user; the fields are added to each job. */
    static JsonArray batches(int jobs, JsonObject fields) {
        JsonArray requests = new JsonArray();
        USERS.forEach(user -> requests.add(new JsonObject()
                .put("method", "POST")
                .put("path", "/api/v1/jobs/batch")
                .put("token", token(user))
                .put("body", batch(user, jobs, fields).encode())));
        return requests;
    }

    private static JsonObject batch(UUID user, int jobs, JsonObject fields) {
        JsonObject job = SampleText.order(user)
                .put("type", JobType.CONTENT_GENERATION.wireName())
                .mergeIn(fields);
        return new JsonObject().put("jobs", new JsonArray(Collections.nCopies(jobs, job)));
    }

    static JsonArray gets(UUID user, List<String> paths) {
        String token = token(user);
        JsonArray requests = new JsonArray();
        paths.forEach(path -> requests.add(
                new JsonObject().put("method", "GET").put("path", path).put("token", token)));
        return requests;
    }

    private static List<UUID> users(int count) {
        List<UUID> users = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            users.add(UUID.nameUUIDFromBytes(("user " + i).getBytes(StandardCharsets.UTF_8)));
        }
        return List.copyOf(users);
    }

    @Override
    public void close() {
        children.forEach(ChildProcess::close);
        servers.close();
    }
}
