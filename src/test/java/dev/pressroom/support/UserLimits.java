package dev.pressroom.support;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Rate limits of users, which the nodes count in Redis. A node counts requests locally when Redis has not responded within
 * 250 ms, and for a second after that; on a busy machine this happens now and then.
 */
public final class UserLimits {
    private static final Duration DEADLINE = Duration.ofSeconds(120);

    /** Shorter than the window of a minute, in which the requests of a user are counted. */
    private static final Duration LONGEST = Duration.ofSeconds(40);

    private static final Pattern LOCAL =
            Pattern.compile("^pressroom_http_limit_local_total\\{limit=\"[a-z-]+\"} (\\S+)$", Pattern.MULTILINE);

    private UserLimits() {}

    /**
     * The result of requests that Redis counted.
     *
     * @param seconds which they took, rounded up
     */
    public record Counted<T>(T result, int seconds) {}

    /**
     * Makes requests as a new user, and again as another one when a node has counted any of them locally, or when they took
     * too long for the window.
     *
     * @param nodes which receive the requests; their limit for reading is at least 2
     * @param requests made for a user
     */
    public static <T> Counted<T> counted(List<Service> nodes, Function<UUID, T> requests) {
        Attempt<T> attempt = Await.value(DEADLINE, () -> attempt(nodes, requests), one -> one.isExact());
        return new Counted<>(
                attempt.result, (int) attempt.taken.plusNanos(999_999_999).toSeconds());
    }

    private record Attempt<T>(T result, Duration taken, boolean isLocal) {
        boolean isExact() {
            return !isLocal && taken.compareTo(LONGEST) < 0;
        }
    }

    private static <T> Attempt<T> attempt(List<Service> nodes, Function<UUID, T> requests) {
        nodes.forEach(UserLimits::awaitRedis);
        double before = local(nodes);
        long begin = System.nanoTime();
        T result = requests.apply(UUID.randomUUID());
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        return new Attempt<>(result, taken, local(nodes) > before);
    }

    /** The header's time until one more request is admitted is a minute in Redis, and a minute divided by the limit locally. */
    private static void awaitRedis(Service node) {
        Await.value(
                DEADLINE,
                () -> node.api(UUID.randomUUID())
                        .get("/api/v1/jobs?limit=1")
                        .headers()
                        .firstValue("RateLimit")
                        .orElseThrow(),
                limit -> Integer.parseInt(limit.substring(limit.indexOf(";t=") + 3)) >= 55);
    }

    /** Number of requests that the nodes have counted locally. */
    private static double local(List<Service> nodes) {
        return nodes.stream().mapToDouble(UserLimits::local).sum();
    }

    private static double local(Service node) {
        HttpResponse<String> metrics = node.api(UUID.randomUUID()).get("/metrics");
        if (metrics.statusCode() != 200) {
            throw new AssertionError("no metrics: " + metrics.statusCode() + " " + metrics.body());
        }
        return LOCAL.matcher(metrics.body())
                .results()
                .mapToDouble(line -> Double.parseDouble(line.group(1)))
                .sum();
    }
}
