package dev.pressroom.store;

import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The address of Redis: one server; the nodes of a cluster (several hosts, or {@code ?cluster=true}); or Sentinels that know
 * the present master ({@code ?sentinel=NAME}).
 */
public final class RedisUrl {
    private static final String CLUSTER = "cluster";
    private static final String SENTINEL = "sentinel";

    private final List<String> endpoints;
    private final Map<String, String> parameters;
    private final boolean secure;

    private RedisUrl(List<String> endpoints, Map<String, String> parameters, boolean secure) {
        this.endpoints = endpoints;
        this.parameters = parameters;
        this.secure = secure;
    }

    /**
     * @param url {@code redis://host:port}, as described at the setting {@code redis.url}
     * @throws Failure {@code QUEUE_UNAVAILABLE} with one sentence for the operator, when its parts contradict each other
     */
    public static RedisUrl parse(String url) {
        int query = url.indexOf('?');
        String base = query < 0 ? url : url.substring(0, query);
        Map<String, String> parameters = parameters(query < 0 ? "" : url.substring(query + 1));
        int hosts = Math.max(base.lastIndexOf('@') + 1, base.indexOf("//") + 2);
        int path = base.indexOf('/', hosts);
        String database = path < 0 ? "" : base.substring(path);
        String before = base.substring(0, hosts);
        List<String> endpoints =
                Chars.split(path < 0 ? base.substring(hosts) : base.substring(hosts, path), ',').stream()
                        .map(host -> before + host + database)
                        .toList();
        RedisUrl parsed = new RedisUrl(endpoints, parameters, url.startsWith("rediss:"));
        if (parsed.type() == RedisClientType.CLUSTER && database.length() > 1 && !database.equals("/0")) {
            throw new Failure(
                    ErrorCode.QUEUE_UNAVAILABLE,
                    "REDIS_URL cannot be used: a cluster has no numbered databases; leave " + database + " out.");
        }
        return parsed;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String pair : Chars.split(query, '&')) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                found.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return found;
    }

    /** Opens a client with its own pool. It connects on first use. */
    public ReplaceableClient<Redis> open(Vertx vertx, Settings.Redis settings, String name, int poolSize) {
        RedisOptions options = new RedisOptions()
                .setType(type())
                .setEndpoints(endpoints)
                .setPoolName(name)
                .setMaxPoolSize(poolSize)
                .setMaxPoolWaiting(settings.maxWaiting())
                .setMaxWaitingHandlers(settings.maxWaiting());
        if (type() == RedisClientType.SENTINEL) {
            options.setMasterName(parameters.get(SENTINEL)).setRole(RedisRole.MASTER);
        }
        NetClientOptions net = options.getNetClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setTcpKeepAlive(true);
        if (secure) {
            secure(net, settings);
        }
        return new ReplaceableClient<>(
                vertx, name, settings.commandTimeout(), () -> Redis.createClient(vertx, options), Redis::close);
    }

    private RedisClientType type() {
        if (parameters.containsKey(SENTINEL)) {
            return RedisClientType.SENTINEL;
        }
        return endpoints.size() > 1 || "true".equals(parameters.get(CLUSTER))
                ? RedisClientType.CLUSTER
                : RedisClientType.STANDALONE;
    }

    /** TLS that verifies the server's certificate and host name. */
    private static void secure(NetClientOptions net, Settings.Redis settings) {
        net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
        settings.caFile().ifPresent(file -> net.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    }

    /**
     * A sentence for the operator when the kind of the server differs from the URL; empty when they match.
     *
     * @param info the answer to {@code INFO server}
     */
    public Optional<String> mismatch(String info) {
        if (type() != RedisClientType.STANDALONE) {
            return Optional.empty();
        }
        if (info.contains("redis_mode:cluster")) {
            return Optional.of("Redis runs as a cluster. Add ?cluster=true to REDIS_URL.");
        }
        return info.contains("redis_mode:sentinel")
                ? Optional.of("A Sentinel answers at REDIS_URL. Add ?sentinel= and the name of its master.")
                : Optional.empty();
    }
}
