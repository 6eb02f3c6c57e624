package dev.pressroom.bench;

import dev.pressroom.support.Sql;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node and its servers have used so far, by name. */
record Usage(Map<String, Double> values) {
    private static final Pattern CPU = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)");
    private static final String ROWS = "select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables";

    /** Reads all; the rows that the node's connections have written in the last seconds may be missing. */
    static Usage read(BenchEnvironment ground, String database, ChildProcess node) {
        Counters counters = Counters.of(List.of(node));
        Counters zero = new Counters(List.of());
        String redis = info(ground.redisUrl());
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("processor, node, ms", node.processorTime().toNanos() / 1e6);
        values.put("processor, PostgreSQL, ms", ground.postgresTime().toNanos() / 1e6);
        values.put("processor, Redis, ms", 1000 * sum(CPU, redis));
        values.put("WAL, bytes", number(database, "select pg_current_wal_lsn() - '0/0'::pg_lsn"));
        values.put("database, bytes", number(database, "select pg_database_size(current_database())"));
        values.put("rows written", number(database, ROWS));
        values.put("statements", counters.since(zero, "vertx_sql_processing_time_seconds_count"));
        values.put("Redis, commands", sum(Pattern.compile("total_commands_processed:(\\d+)"), redis));
        values.put(
                "Redis, bytes sent and received", sum(Pattern.compile("total_net_(?:in|out)put_bytes:(\\d+)"), redis));
        values.put(
                "bus messages",
                counters.since(zero, "vertx_eventbus_sent_total")
                        + counters.since(zero, "vertx_eventbus_published_total"));
        return new Usage(values);
    }

    /** What was used since then, beside what an idle node uses in this time. */
    Usage since(Usage before, Usage idlePerSecond, double seconds) {
        return map(name -> values.get(name) - before.values.get(name) - idlePerSecond.values.get(name) * seconds);
    }

    /** What was used since then, divided. */
    Usage since(Usage before, double divisor) {
        return map(name -> (values.get(name) - before.values.get(name)) / divisor);
    }

    Usage per(double count) {
        return map(name -> values.get(name) / count);
    }

    /** Bytes of memory that Redis uses for its data. */
    static double redisMemory(BenchEnvironment ground) {
        return sum(Pattern.compile("used_memory_dataset:(\\d+)"), info(ground.redisUrl()));
    }

    private interface Value {
        double of(String name);
    }

    private Usage map(Value value) {
        Map<String, Double> mapped = new LinkedHashMap<>();
        values.keySet().forEach(name -> mapped.put(name, value.of(name)));
        return new Usage(mapped);
    }

    private static double number(String database, String query) {
        return Double.parseDouble(Sql.text(database, query));
    }

    private static double sum(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        double sum = 0;
        while (found.find()) {
            sum += Double.parseDouble(found.group(1));
        }
        return sum;
    }

    private static String info(String url) {
        Vertx vertx = Vertx.vertx();
        try {
            Redis redis = Redis.createClient(vertx, new RedisOptions().setConnectionString(url));
            return redis.send(Request.cmd(Command.INFO).arg("everything"))
                    .await(10, TimeUnit.SECONDS)
                    .toString();
        } catch (Exception e) {
            throw new IllegalStateException("Redis does not answer", e);
        } finally {
            vertx.close();
        }
    }
}
