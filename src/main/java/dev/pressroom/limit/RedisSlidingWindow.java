package dev.pressroom.limit;

import dev.pressroom.config.Settings;
import dev.pressroom.store.RedisUrl;
import dev.pressroom.store.ReplaceableClient;
import dev.pressroom.store.Script;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link SlidingWindow} in Redis, by a Lua script. Has connections of its own, so that it never waits for the queue. */
public final class RedisSlidingWindow implements SlidingWindow {
    private static final int CONNECTIONS = 2;
    private static final long TIMEOUT_MILLIS = 250;

    private final ReplaceableClient<Redis> redis;
    private final Script allowance = Script.load("allowance");

    private RedisSlidingWindow(ReplaceableClient<Redis> redis) {
        this.redis = redis;
    }

    /** Opens the pool and connects in the background. Does not fail when Redis is unavailable. */
    public static RedisSlidingWindow open(Vertx vertx, String url, Settings.Redis settings) {
        ReplaceableClient<Redis> redis = RedisUrl.parse(url).open(vertx, settings, "limits", CONNECTIONS);
        redis.call(client -> client.send(Request.cmd(Command.PING)));
        return new RedisSlidingWindow(redis);
    }

    @Override
    public Future<Allowance> allowance(String key, int limit, int waiting, int debt) {
        List<String> arguments = List.of(
                Integer.toString(limit),
                Long.toString(LENGTH.toSeconds()),
                Integer.toString(waiting),
                Integer.toString(debt));
        return allowance
                .run(
                        request -> redis.call(client -> client.send(request)),
                        List.of("pressroom:limit:" + key),
                        arguments)
                .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .map(RedisSlidingWindow::read);
    }

    private static Allowance read(Response response) {
        return new Allowance(
                response.get(0).toInteger(),
                response.get(1).toInteger(),
                Duration.ofMillis(response.get(2).toLong()));
    }

    public Future<Void> close() {
        return redis.close();
    }
}
