package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients can make the service hold has a limit. */
class LimitsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final ScriptedPipeline pipeline = new ScriptedPipeline().gated("write");
    private final HttpClient client = HttpClient.newHttpClient();
    private final UUID user = UUID.randomUUID();
    private Service service;
    private Api api;
    private UUID job;

    @BeforeEach
    void start() {
        service = Service.start(
                Map.of(
                        "PRESSROOM_HTTP_INSTANCES", "1",
                        "PRESSROOM_HTTP_MAX_HELD", "1",
                        "PRESSROOM_STREAMS_MAX_OPEN", "1"),
                pipeline.asPipelines());
        api = service.api(user);
        job = api.created(Api.order("Tomatoes"));
        Await.until(DEADLINE, () -> api.status(job).getString("status").equals("running"));
    }

    @AfterEach
    void stop() {
        pipeline.open("write");
        service.close();
    }

    @Test
    void oneMoreThanMayBeHeldIsAnsweredAtOnceUntilThereIsRoomAgain() {
        List<CompletableFuture<HttpResponse<String>>> waiting = Stream.generate(
                        () -> asked("/status", "Prefer", "wait=30"))
                .limit(2)
                .toList();

        CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new)).join();
        assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(1);
        assertThat(asked("/status", "Prefer", "wait=30").join().body()).contains("\"running\"");

        pipeline.open("write");
        assertThat(waiting.stream().map(answer -> answer.join().body()))
                .anyMatch(body -> body.contains("\"succeeded\""));
    }

    @Test
    void aRequestThatWasHeldMakesRoomForAnother() {
        asked("/status", "Prefer", "wait=1").join();

        CompletableFuture<HttpResponse<String>> next = asked("/status", "Prefer", "wait=30");
        assertThat(asked("/status").join().statusCode()).isEqualTo(200);
        pipeline.open("write");

        assertThat(next.join().body()).contains("\"succeeded\"");
    }

    @Test
    void streamsThatAreAskedForAllAtOnceAreNoMoreThanMayBeOpen() {
        List<CompletableFuture<HttpResponse<Stream<String>>>> asked = Stream.generate(
                        () -> client.sendAsync(request("/stream"), HttpResponse.BodyHandlers.ofLines()))
                .limit(20)
                .toList();

        List<Integer> statuses =
                asked.stream().map(answer -> answer.join().statusCode()).toList();
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 503).hasSize(19);
    }

    private CompletableFuture<HttpResponse<String>> asked(String path, String... headers) {
        return client.sendAsync(request(path, headers), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/jobs/" + job + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + service.token(user));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
