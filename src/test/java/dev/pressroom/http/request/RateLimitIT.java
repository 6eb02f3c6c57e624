package dev.pressroom.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.UserLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits that cannot be talked around by what a client says of itself. */
class RateLimitIT {
    private static final int LIMIT = 20;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String JOBS = "/api/v1/jobs?limit=1";

    private final HttpClient client = HttpClient.newHttpClient();
    private final UUID user = UUID.randomUUID();
    private Service service;

    private void start(Map<String, String> more) {
        service = node(more);
    }

    private static Service node(Map<String, String> more) {
        Map<String, String> env = new HashMap<>(Map.of("PRESSROOM_RATE_LIMIT", Integer.toString(LIMIT)));
        env.putAll(more);
        return Service.start(env, new ScriptedPipeline().step("only").asPipelines());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private HttpResponse<String> get(Service at, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at.url() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private HttpResponse<String> get(String path, String... headers) {
        return get(service, path, headers);
    }

    /** How many of the requests were not refused with 429. */
    private static int admitted(int requests, IntFunction<HttpResponse<String>> request) {
        return (int) IntStream.range(0, requests)
                .filter(i -> request.apply(i).statusCode() != 429)
                .count();
    }

    private static void assertAboutTheLimit(int requests, IntFunction<HttpResponse<String>> request) {
        assertAbout(LIMIT, LIMIT, requests, request);
    }

    /**
     * Makes requests and checks how many were admitted. An address's tokens trickle in meanwhile.
     *
     * @param limit per minute
     */
    private static void assertAbout(int least, int limit, int requests, IntFunction<HttpResponse<String>> request) {
        long begin = System.nanoTime();
        int admitted = admitted(requests, request);
        double minutes =
                (System.nanoTime() - begin) / (double) Duration.ofMinutes(1).toNanos();

        assertThat(admitted).isBetween(least, limit + (int) Math.ceil(minutes * limit) + 1);
    }

    /** Makes requests as a user whom no node counts locally. */
    private <T> UserLimits.Counted<T> counted(Function<UUID, T> requests) {
        return UserLimits.counted(List.of(service), requests);
    }

    @Test
    void sessionsThatAVisitorMakesUpCountAsOne() {
        start(Map.of());
        assertAboutTheLimit(100, i -> get(JOBS, "x-session-id", "session-number-" + i));
    }

    @Test
    void whatIsNoTokenIsNobodyInParticular() {
        start(Map.of());
        assertAboutTheLimit(100, i -> get(JOBS, "x-session-id", "session-number-" + i, "Authorization", "junk-" + i));
    }

    @Test
    void tokensThatAreNoGoodCountForTheirAddress() {
        start(Map.of());
        assertAboutTheLimit(100, i -> get(JOBS, "Authorization", "Bearer junk-" + i));
        assertAboutTheLimit(100, i -> get("/api/v1/jobs/" + UUID.randomUUID() + "/stream?token=junk" + i));
    }

    @Test
    void anAddressThatSendsJunkDoesNotKeepItsUsersOut() {
        start(Map.of());
        admitted(100, i -> get(JOBS, "Authorization", "Bearer junk-" + i));

        assertThat(get(JOBS, "Authorization", "Bearer " + service.token(user)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theSameTokenInOtherWordsIsTheSameCaller() {
        start(Map.of());

        List<Integer> admittedAndStatusWithSession = counted(caller -> {
                    String token = service.token(caller);
                    List<String> ways =
                            List.of("Bearer " + token, "bearer " + token, "BEARER    " + token, "Bearer \t" + token);
                    int admitted = admitted(60, i -> get(JOBS, "Authorization", ways.get(i % ways.size())));
                    HttpResponse<String> withSession =
                            get(JOBS, "Authorization", "Bearer " + token, "x-session-id", "a-session-of-theirs");
                    return List.of(admitted, withSession.statusCode());
                })
                .result();

        assertThat(admittedAndStatusWithSession).containsExactly(LIMIT, 429);
    }

    @Test
    void otherUsersOfTheSameAddressAreNotRefused() {
        start(Map.of());
        admitted(30, i -> get(JOBS, "Authorization", "Bearer " + service.token(user)));

        assertThat(get(JOBS, "Authorization", "Bearer " + service.token(UUID.randomUUID()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theLimitOfACallerHoldsForAllNodesTogether() {
        start(Map.of());
        try (Service second = node(Map.of("DATABASE_URL", service.databaseUrl(), "REDIS_URL", service.redisUrl()));
                Service third = node(Map.of("DATABASE_URL", service.databaseUrl(), "REDIS_URL", service.redisUrl()))) {
            List<Service> nodes = List.of(service, second, third);

            int admitted = UserLimits.counted(nodes, caller -> {
                        String token = service.token(caller);
                        return admitted(60, i -> get(nodes.get(i % 3), JOBS, "Authorization", "Bearer " + token));
                    })
                    .result();

            assertThat(admitted).isEqualTo(LIMIT);
        }
    }

    @Test
    void anAnswerSaysWhatTheLimitIsAndWhatIsLeft() {
        start(Map.of());
        UserLimits.Counted<HttpResponse<String>> counted =
                counted(caller -> get(JOBS, "Authorization", "Bearer " + service.token(caller)));
        HttpResponse<String> answer = counted.result();

        assertThat(answer.headers().firstValue("RateLimit-Policy")).contains("\"read\";q=20;w=60");
        String left = answer.headers().firstValue("RateLimit").orElseThrow();
        assertThat(left).matches("\"read\";r=19;t=\\d+");
        assertThat(Integer.parseInt(left.substring(left.indexOf(";t=") + 3))).isBetween(59 - counted.seconds(), 61);
    }

    @Test
    void aRefusalSaysWhenToComeBackInBothHeaders() {
        start(Map.of());
        UserLimits.Counted<HttpResponse<String>> counted = counted(caller -> {
            String token = service.token(caller);
            admitted(LIMIT, i -> get(JOBS, "Authorization", "Bearer " + token));
            return get(JOBS, "Authorization", "Bearer " + token);
        });
        HttpResponse<String> refused = counted.result();

        String wait = refused.headers().firstValue("Retry-After").orElseThrow();
        assertThat(Api.json(refused).getString("errorCode")).isEqualTo("RATE_LIMITED");
        assertThat(Integer.parseInt(wait)).isBetween(59 - counted.seconds(), 61);
        assertThat(refused.headers().firstValue("RateLimit")).contains("\"read\";r=0;t=" + wait);
    }

    @Test
    void aRefusedAddressSeesItsLimit() {
        start(Map.of("PRESSROOM_HTTP_RATE_LIMITS_ADDRESS", "20"));
        HttpResponse<String> refused = Await.value(SOON, () -> get("/nowhere"), RateLimitIT::isRefused);

        assertThat(refused.headers().firstValue("RateLimit-Policy")).contains("\"address\";q=20;w=60");
        assertThat(refused.headers().firstValue("RateLimit"))
                .contains("\"address\";r=0;t="
                        + refused.headers().firstValue("Retry-After").orElseThrow());
    }

    private static boolean isRefused(HttpResponse<String> answer) {
        return answer.statusCode() == 429;
    }

    @Test
    void pagesAndUnknownPathsAreLimitedByAddress() {
        start(Map.of("PRESSROOM_HTTP_RATE_LIMITS_ADDRESS", "100"));
        List<String> paths = List.of("/", "/style.css", "/api/v1/nothing", "/nowhere", "/openapi.yaml");

        assertAbout(100, 100, 200, i -> get(paths.get(i % paths.size())));
    }

    @Test
    void anAddressThatIsRefusedWaitsForEachRefusal() {
        start(Map.of("PRESSROOM_HTTP_RATE_LIMITS_ADDRESS", "10"));
        long[] begin = new long[1];
        Await.value(
                SOON,
                () -> {
                    begin[0] = System.nanoTime();
                    return get("/nowhere");
                },
                RateLimitIT::isRefused);

        assertThat(Duration.ofNanos(System.nanoTime() - begin[0])).isGreaterThanOrEqualTo(Duration.ofMillis(99));
    }

    @Test
    void metricsAndHealthAreLimitedApart() {
        start(Map.of("PRESSROOM_HTTP_RATE_LIMITS_ADDRESS", "100", "PRESSROOM_HTTP_RATE_LIMITS_PROBE", "60"));
        admitted(200, i -> get("/nowhere"));

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertAbout(55, 60, 150, i -> get(i % 2 == 0 ? "/metrics" : "/health/live"));
    }

    @Test
    void whileRedisIsAwayCallersAreCountedByEachNodeAndAMetricSaysSo() {
        try (Servers.Own servers = Servers.own()) {
            start(Map.of("DATABASE_URL", servers.databaseUrl(), "REDIS_URL", servers.redisUrl()));
            servers.killRedis();
            String token = service.token(user);

            assertAboutTheLimit(100, i -> get(JOBS, "Authorization", "Bearer " + token));

            assertThat(get("/metrics").body())
                    .containsPattern("pressroom_http_limit_local_total\\{limit=\"read\"} [1-9]")
                    .containsPattern("pressroom_http_limit_refused_total\\{by=\"caller\",limit=\"read\"} [1-9]");
        }
    }
}
