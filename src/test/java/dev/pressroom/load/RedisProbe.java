package dev.pressroom.load;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and memory of the Redis behind a service. */
final class RedisProbe implements Probe {
    private static final Pattern MEMORY = Pattern.compile("used_memory:(\\d+)");
    private static final long PATIENCE_SECONDS = 5;
    private static final Gauge KEYS = Gauge.count("Redis keys", 4);
    private static final Gauge BYTES = Gauge.megabytes("Redis memory", 1);

    private final Vertx vertx = Vertx.vertx();
    private final Redis redis;

    RedisProbe(String url) {
        this.redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(url));
    }

    @Override
    public List<Gauge.Reading> read() throws Exception {
        double keys = ask(Request.cmd(Command.DBSIZE)).toDouble();
        Matcher memory =
                MEMORY.matcher(ask(Request.cmd(Command.INFO).arg("memory")).toString());
        return memory.find()
                ? List.of(KEYS.read(keys), BYTES.read(Long.parseLong(memory.group(1)) / 1e6))
                : List.of(KEYS.read(keys));
    }

    private Response ask(Request request) throws Exception {
        return redis.send(request).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        redis.close();
        vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
