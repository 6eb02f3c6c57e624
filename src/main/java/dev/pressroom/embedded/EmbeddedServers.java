package dev.pressroom.embedded;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The servers that one service brings along: those for which it was given no URL. */
public final class EmbeddedServers implements AutoCloseable {
    private final Optional<PostgresServer> postgres;
    private final Optional<RedisServer> redis;

    private EmbeddedServers(Optional<PostgresServer> postgres, Optional<RedisServer> redis) {
        this.postgres = postgres;
        this.redis = redis;
    }

    /**
     * Starts those that are asked for, side by side: both, or none.
     *
     * @throws StartFailure when one does not start; the other is stopped then
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

    /** Empty when it was not asked for. */
    public Optional<String> postgresUrl() {
        return postgres.map(PostgresServer::url);
    }

    /** Empty when it was not asked for. */
    public Optional<String> redisUrl() {
        return redis.map(RedisServer::url);
    }

    /** Stops both at the same time, within 30 seconds at the very most. To be called after their last client is gone. */
    @Override
    public void close() {
        CompletableFuture.allOf(
                        CompletableFuture.runAsync(
                                () -> postgres.ifPresent(PostgresServer::close), onThread("postgres")),
                        CompletableFuture.runAsync(() -> redis.ifPresent(RedisServer::close), onThread("redis")))
                .join();
    }

    private static <S> CompletableFuture<Optional<S>> begin(boolean wanted, String name, Supplier<S> start) {
        return wanted
                ? CompletableFuture.supplyAsync(() -> Optional.of(start.get()), onThread(name))
                : CompletableFuture.completedFuture(Optional.empty());
    }

    private static <S> Optional<S> started(CompletableFuture<Optional<S>> server) {
        return server.exceptionally(failed -> Optional.empty()).join();
    }

    /** A thread of its own: the common pool may have a single one, and these wait for seconds. */
    private static Executor onThread(String name) {
        return task -> new Thread(task, "embedded-" + name).start();
    }
}
