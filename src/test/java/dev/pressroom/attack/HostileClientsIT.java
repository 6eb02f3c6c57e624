package dev.pressroom.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node with a small heap whose port strangers do their worst to, while a user works. */
class HostileClientsIT {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final int HTTP_2_STREAMS = 90;

    private final Servers.Own servers = Servers.own();
    private final Vertx vertx = Vertx.vertx();
    private NodeProcess node;
    private Api user;

    private void start(Map<String, String> settings) {
        node = NodeProcess.real(servers, settings, "-Xmx650m");
        user = node.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        node.close();
        servers.close();
        vertx.close().await();
    }

    @Test
    void bodiesThatAreNeverFinishedDoNotFillTheMemory() {
        start(Map.of());
        try (Crowd strangers = Attack.HALF_SENT_BODIES.start(node.port())) {
            Await.until(SOON, () -> strangers.visits() > 300);
            assertThatAUserIsServed();
            assertThat(metric("pressroom_http_buffered_bodies_bytes")).isLessThan(1 << 20);
        }
        Await.until(SOON, () -> metric("pressroom_http_buffered_bodies_bytes") == 0);
    }

    @Test
    void manyUnfinishedBodiesOnOneHttp2ConnectionAreEachRefused() throws Exception {
        start(Map.of("PRESSROOM_HTTP_HTTP2_CLEAR_TEXT", "on", "PRESSROOM_HTTP_HTTP2_MAX_STREAMS", "100"));
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(HTTP_2_STREAMS));
        List<Future<Integer>> answers = IntStream.range(0, HTTP_2_STREAMS)
                .mapToObj(i -> client.request(HttpMethod.POST, node.port(), "localhost", "/api/v1/jobs/batch")
                        .compose(HostileClientsIT::halfSent))
                .toList();

        Future.join(answers).await(30, TimeUnit.SECONDS);

        assertThat(answers).extracting(Future::result).containsOnly(401);
        assertThatAUserIsServed();
    }

    private static Future<Integer> halfSent(HttpClientRequest request) {
        request.putHeader("content-type", "application/json").putHeader("content-length", "4194304");
        request.write(Buffer.buffer(new byte[1024 * 1024]));
        return request.response().map(answer -> answer.statusCode());
    }

    @Test
    void answersThatNobodyReadsAreGivenUp() {
        start(Map.of("PRESSROOM_STREAMS_SLOW_CLIENT", "3s"));
        try (Crowd strangers = Attack.UNREAD_METRICS.start(node.port())) {
            Await.until(SOON, () -> cut("answer_not_read") >= 20);
            assertThatAUserIsServed();
        }
    }

    @Test
    void documentsThatNobodyReadsAreGivenUp() {
        start(Map.of("PRESSROOM_STREAMS_SLOW_CLIENT", "3s"));
        try (Crowd strangers = Attack.UNREAD_PAGES.start(node.port())) {
            Await.until(SOON, () -> cut("answer_not_read") >= 20);
            assertThatAUserIsServed();
        }
    }

    @Test
    void headsThatDripAreGivenUp() {
        start(Map.of("PRESSROOM_HTTP_CONNECTIONS_HEAD_TIMEOUT", "3s"));
        try (Crowd strangers = Attack.DRIPPED_HEADS.start(node.port())) {
            Await.until(SOON, () -> cut("head_too_slow") >= 500);
            assertThatAUserIsServed();
        }
    }

    private void assertThatAUserIsServed() {
        UUID job = user.created(Api.order("Tomatoes"));
        assertThat(user.await(job, "succeeded", "failed").getString("status")).isEqualTo("succeeded");
        assertThat(user.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(node.isAlive()).isTrue();
    }

    private double cut(String reason) {
        return metric("pressroom_http_connections_refused_total{reason=\"" + reason + "\"}");
    }

    private double metric(String name) {
        return Pattern.compile("^" + Pattern.quote(name) + " (\\S+)$", Pattern.MULTILINE)
                .matcher(user.get("/metrics").body())
                .results()
                .map(MatchResult::group)
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElse(0.0);
    }
}
