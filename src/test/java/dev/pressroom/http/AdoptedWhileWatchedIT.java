package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobType;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.HeldPoll;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.Visitor;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A visitor registers while requests with the session watch a running job. Registering adopts the job. */
class AdoptedWhileWatchedIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Sooner than the synchronous request is answered without a result. */
    private static final long MAX_SECONDS = 50;

    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .of(JobType.WEBSITE_ANALYSIS)
            .step("validate")
            .gated("read")
            .step("analyse");
    private final String session = "visitor-" + UUID.randomUUID();
    private Service service;
    private Api visitor;

    @BeforeEach
    void start() {
        service = Service.start(Map.of(), pipeline.asPipelines());
        visitor = service.session(session);
    }

    @AfterEach
    void stop() {
        pipeline.open("read");
        service.close();
    }

    @Test
    void bothOpenStreamsReceiveAllEventsToTheEnd() {
        UUID job = running();
        try (Sse byHeader = visitor.stream(job);
                Sse byQuery = Sse.at(streamUrl(job) + "?sessionId=" + session, "")) {
            byHeader.await("validate-result");
            byQuery.await("validate-result");

            registered();
            pipeline.open("read");

            for (Sse stream : List.of(byHeader, byQuery)) {
                assertThat(stream.awaitEnd().ids()).containsExactly(1, 2, 3, 4, 5);
                assertThat(stream.events("complete")).hasSize(1);
            }
        }
    }

    @Test
    void aUiMessageStreamReceivesItsEnd() {
        UUID job = running();
        try (Sse stream = visitor.streamAt("/api/v1/jobs/" + job + "/ui-message-stream")) {
            Await.until(SOON, () -> !stream.lines().isEmpty());

            registered();
            pipeline.open("read");

            assertThat(stream.awaitEnd().lines()).contains("data: [DONE]").anyMatch(line -> line.contains("finish"));
        }
    }

    @Test
    void aStreamThatWasCutResumesWithTheTokenOfTheUser() {
        UUID job = running();
        int last;
        try (Sse stream = visitor.stream(job)) {
            last = stream.await("validate-result").id().orElseThrow();
        }
        Api user = registered();
        pipeline.open("read");

        try (Sse stream = user.stream(job, "Last-Event-ID", String.valueOf(last))) {
            assertThat(stream.awaitEnd().ids()).containsExactly(3, 4, 5);
        }
    }

    @Test
    void aStreamThatWasCutCannotResumeWithTheSession() {
        UUID job = running();
        registered();

        assertThat(visitor.get("/api/v1/jobs/" + job + "/stream").statusCode()).isEqualTo(404);
    }

    @Test
    void aHeldPollIsAnsweredWithTheFinalStatusAndTheResult() {
        UUID job = running();
        HeldPoll poll = HeldPoll.of(visitor, job);

        registered();
        pipeline.open("read");

        JsonObject status = Api.json(poll.response());
        assertThat(status.getString("status")).isEqualTo("succeeded");
        assertThat(status.getJsonObject("result")).isNotNull();
    }

    @Test
    void theSynchronousRequestIsAnsweredWithTheResult() {
        CompletableFuture<HttpResponse<String>> request = CompletableFuture.supplyAsync(
                        () -> visitor.post("/api/analyze-website", new JsonObject().put("url", "https://example.com")))
                .orTimeout(MAX_SECONDS, TimeUnit.SECONDS);
        Await.until(SOON, () -> visitor.get("/api/v1/jobs").body().contains("\"running\""));

        registered();
        pipeline.open("read");

        assertThat(request.join().statusCode()).isEqualTo(200);
    }

    private UUID running() {
        UUID job = visitor.analysing("https://example.com");
        visitor.await(job, "running");
        return job;
    }

    /** Registers with the session and returns the client of the new user. */
    private Api registered() {
        Visitor person = Visitor.of(service);
        HttpResponse<String> answer =
                visitor.post("/api/v1/auth/register", person.credentials().put("sessionId", session));
        assertThat(answer.statusCode()).isEqualTo(201);
        return new Api(service.url(), Api.json(answer).getString("accessToken"));
    }

    private String streamUrl(UUID job) {
        return service.url() + "/api/v1/jobs/" + job + "/stream";
    }
}
