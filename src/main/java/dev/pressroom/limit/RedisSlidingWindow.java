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

/** A {@link SlidingWindow} in Redis, over connections of its own, so that limits and the queue do not wait for each other. */
public final class RedisSlidingWindow implements SlidingWindow {
    private static final int CONNECTIONS = 2;
    private static final long DEADLINE_MILLIS = 250;

    private final ReplaceableClient<Redis> redis;
    private final Script allowance = Script.load("allowance");

    private RedisSlidingWindow(ReplaceableClient<Redis> redis) {
        this.redis = redis;
    }

    /** Opens the pool and begins to connect, so that no request has to wait for it. Does not fail while Redis is away. */
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
                .timeout(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)
                .map(RedisSlidingWindow::read);
    }

    private static Allowance read(Response answer) {
        return new Allowance(
                answer.get(0).toInteger(),
                answer.get(1).toInteger(),
                Duration.ofMillis(answer.get(2).toLong()));
    }

    public Future<Void> close() {
        return redis.close();
    }
}
