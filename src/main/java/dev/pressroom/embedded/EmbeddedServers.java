package dev.pressroom.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The embedded servers of one service: PostgreSQL and Redis, each only when no URL of an external one is set. */
public final class EmbeddedServers implements AutoCloseable {
    private final Optional<PostgresServer> postgres;
    private final Optional<RedisServer> redis;

    private EmbeddedServers(Optional<PostgresServer> postgres, Optional<RedisServer> redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    /**
     * Starts the selected servers in parallel.
     *
     * @throws StartFailure when one does not start; the other one is stopped first
     */
    public static EmbeddedServers start(DataFolder data, boolean postgres, boolean redis) {
        Path programs = data.path().resolve("programs");
        CompletableFuture<Optional<PostgresServer>> first = begin(
                postgres, "postgres", () -> PostgresServer.start(data.path().resolve("postgres"), programs));
        CompletableFuture<Optional<RedisServer>> second =
                begin(redis, "redis", () -> RedisServer.start(data.path().resolve("redis"), programs));
        try {
            return CompletableFuture.allOf(first, second)
                    .thenApply(both -> new EmbeddedServers(first.join(), second.join()))
                    .join();
        } catch (CompletionException e) {
            started(first).ifPresent(PostgresServer::close);
            started(second).ifPresent(RedisServer::close);
            throw e.getCause() instanceof StartFailure why ? why : new StartFailure(e.getMessage(), e);
        }
    }

    /** Empty when this server was not selected. */
    public Optional<String> postgresUrl() {
        return postgres.map(PostgresServer::url);
    }

    /** Empty when this server was not selected. */
    public Optional<String> redisUrl() {
        return redis.map(RedisServer::url);
    }

    /** Stops both in parallel, within 30 seconds. Call it after the last client has disconnected. */
    @Override
    public void close() {
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(
                                () -> postgres.ifPresent(PostgresServer::close), onThread("postgres")),
                        CompletableFuture.runAsync(() -> redis.ifPresent(RedisServer::close), onThread("redis")))
                .join();
    }

    private static <S> CompletableFuture<Optional<S>> begin(boolean selected, String name, Supplier<S> start) {
        return selected
                ? CompletableFuture.supplyAsync(() -> Optional.of(start.get()), onThread(name))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private static <S> Optional<S> started(CompletableFuture<Optional<S>> server) {
        return server.exceptionally(failed -> Optional.empty()).join();
    }

    /** Runs each task on a new thread: the tasks block for seconds, and the common pool may have only one thread. */
    private static Executor onThread(String name) {
        return task -> new Thread(task, "embedded-" + name).start();
    }
}
