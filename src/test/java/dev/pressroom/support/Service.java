package dev.pressroom.support;

import dev.pressroom.Node;
import dev.pressroom.Pipelines;
import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A node of the service in this JVM, at a port of its own, over real servers. */
public final class Service implements AutoCloseable {
    public static final String SECRET = "c41f7a90be26d853047bf19ea5d8c362";

    private final Node node;
    private final Map<String, String> env;
    private final boolean ownsDatabase;

    private Service(Node node, Map<String, String> env, boolean ownsDatabase) {
        this.node = node;
        this.env = env;
        this.ownsDatabase = ownsDatabase;
    }

    /** Starts a node with a fast demo model on new databases. */
    public static Service start() {
        return start(Map.of());
    }

    /** @param overrides environment variables */
    public static Service start(Map<String, String> overrides) {
        return start(overrides, Pipelines.STANDARD);
    }

    public static Service start(Map<String, String> overrides, Pipelines pipelines) {
        Map<String, String> env = new HashMap<>(environment());
        env.putAll(overrides);
        boolean ownsDatabase = !env.containsKey("DATABASE_URL");
        env.computeIfAbsent("DATABASE_URL", name -> Servers.freshDatabase());
        env.computeIfAbsent("REDIS_URL", name -> Servers.freshRedis());
        if ("production".equals(env.get("PRESSROOM_ENV"))) {
            env.putIfAbsent("PRESSROOM_PUBLIC_URL", "https://pressroom.example.com");
        }
        // A node that halts would end the process of the tests.
        env.putIfAbsent("PRESSROOM_WATCHDOG_HALT_AFTER", "off");
        Settings settings = SettingsLoader.load(env, Optional.empty());
        return new Service(done(Node.start(settings, Sources.system(), pipelines)), env, ownsDatabase);
    }

    /** The environment of every test node. */
    public static Map<String, String> environment() {
        return Map.of(
                "PORT", "0",
                "JWT_SECRET", SECRET,
                "STARTING_CREDITS", "unlimited",
                "PRESSROOM_DEMO_PACE_MS", "0",
                "PRESSROOM_RATE_LIMIT", "off",
                "PRESSROOM_LIMITS_JOBS_OF_USER", "off",
                "PRESSROOM_LIMITS_JOBS_OF_VISITOR", "off",
                "PRESSROOM_HTTP_DRAIN", "0s",
                "PRESSROOM_LEASE_SECONDS", "2",
                "PRESSROOM_WORKERS_GRACE", "1s");
    }

    public int port() {
        return node.port();
    }

    public String url() {
        return "http://localhost:" + port();
    }

    public String databaseUrl() {
        return env.get("DATABASE_URL");
    }

    public String redisUrl() {
        return env.get("REDIS_URL");
    }

    /** A token for a user, valid for one hour. */
    public String token(UUID user) {
        return token(user, "user");
    }

    /** A token for a user with a role, valid for one hour. */
    public String token(UUID user, String role) {
        return signed(claims(user).put("role", role));
    }

    private static JsonObject claims(UUID user) {
        return new JsonObject()
                .put("sub", user.toString())
                .put("iss", "the-account-service")
                .put("exp", Instant.now().getEpochSecond() + 3600);
    }

    private static String signed(JsonObject claims) {
        return Jwts.hs256(SECRET.getBytes(StandardCharsets.UTF_8), claims);
    }

    /** A code for a link to the page with which the user signs in. */
    public String signInCode(UUID user) {
        return signInCode(user, "user");
    }

    /** A code for a link to the page with which the user signs in with a role. */
    public String signInCode(UUID user, String role) {
        return node.signInCode(token(user, role));
    }

    /** A client for a user. */
    public Api api(UUID user) {
        return new Api(url(), token(user), user);
    }

    /** A client of a new user whose token has this organization. */
    public Api memberOf(UUID organization) {
        UUID user = UUID.randomUUID();
        return new Api(url(), signed(claims(user).put("organizationId", organization.toString())), user);
    }

    /** A client for an anonymous visitor. */
    public Api session(String id) {
        return new Api(url(), "", new UUID(0, 0), id);
    }

    /** Stops the node, as SIGTERM does, and releases its database, unless the test has named one. */
    @Override
    public void close() {
        done(node.stop());
        if (ownsDatabase) {
            Servers.release(databaseUrl());
        }
    }

    static <T> T done(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
