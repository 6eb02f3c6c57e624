package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watching a job: replay, resume, live text, and how streams end. */
class StreamIT {
    private final Promise<Void> half = Promise.promise();
    private final AtomicBoolean fails = new AtomicBoolean();
    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step("plan")
            .step("write", context -> {
                context.restartText();
                context.text("The first half. ");
                return ScriptedPipeline.here(half.future()).map(go -> {
                    context.text("The second half.");
                    return ScriptedPipeline.said("write");
                });
            })
            .gated("check")
            .step(
                    "send",
                    context -> fails.get()
                            ? Future.failedFuture(new Failure(ErrorCode.MODEL_REFUSED, "The model will not."))
                            : Future.succeededFuture(ScriptedPipeline.said("send")));
    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = Service.start(Map.of(), pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        half.tryComplete();
        pipeline.open("check");
        service.close();
    }

    @Test
    void theHeadersKeepProxiesFromBuffering() {
        try (Sse stream = api.stream(api.created(Api.order("Tomatoes")))) {
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(stream.header("content-type")).isEqualTo("text/event-stream");
            assertThat(stream.header("cache-control")).isEqualTo("no-cache, no-transform");
            assertThat(stream.header("x-accel-buffering")).isEqualTo("no");
        }
    }

    @Test
    void aStreamIsNeverCompressed() {
        half.tryComplete();
        pipeline.open("check");
        Sse stream = api.stream(api.created(Api.order("Tomatoes")), "Accept-Encoding", "gzip, deflate");

        stream.await("complete");
        assertThat(stream.lines().get(0)).isEqualTo("retry: 2000");
    }

    @Test
    void theReconnectionTimeComesFirstAndThenTheConnection() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse stream = api.stream(job)) {
            assertThat(stream.await("connected").json().getString("jobId")).isEqualTo(job.toString());
            assertThat(stream.lines().get(0)).isEqualTo("retry: 2000");
        }
    }

    @Test
    void aLateComerFirstGetsTheTextSoFar() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse early = api.stream(job)) {
            early.await("content-chunk");
            try (Sse late = api.stream(job)) {
                Sse.Event first = late.await("content-chunk");
                assertThat(first.json().getInteger("offset")).isZero();
                assertThat(first.json().getString("text")).isEqualTo("The first half. ");

                half.tryComplete();
                late.await("write-result");
                early.await("write-result");
                assertThat(late.text()).isEqualTo("The first half. The second half.");
                assertThat(early.text()).isEqualTo("The first half. The second half.");
            }
        }
    }

    @Test
    void aClientThatComesBackGetsExactlyTheRest() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse first = api.stream(job)) {
            first.await("plan-result");
            assertThat(first.ids()).containsExactly(1, 2);
        }
        half.tryComplete();
        pipeline.open("check");

        Sse second = api.stream(job, "Last-Event-ID", "2").awaitEnd();

        assertThat(second.ids()).containsExactly(3, 4, 5, 6);
    }

    @Test
    void theLastEventMayBeNamedInTheQuery() {
        half.tryComplete();
        pipeline.open("check");
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");

        assertThat(Sse.at(service.url() + "/api/v1/jobs/" + job + "/stream?lastEventId=4", token())
                        .awaitEnd()
                        .ids())
                .containsExactly(5, 6);
    }

    @Test
    void aFinishedJobAnswersWithItsReplayAndItsEnd() {
        half.tryComplete();
        pipeline.open("check");
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");

        Sse stream = api.stream(job).awaitEnd();

        assertThat(stream.ids()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(stream.await("complete").json().getJsonObject("result"))
                .isEqualTo(api.status(job).getJsonObject("result"));
    }

    @Test
    void whoHasSeenTheEndIsToldToStop() {
        half.tryComplete();
        pipeline.open("check");
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");

        assertThat(api.get("/api/v1/jobs/" + job + "/stream", "Last-Event-ID", "6")
                        .statusCode())
                .isEqualTo(204);
        assertThat(api.get("/api/v1/jobs/" + job + "/stream", "Last-Event-ID", "99")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aLastEventThatIsNoNumberCountsAsNone() {
        half.tryComplete();
        pipeline.open("check");
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");
        String stream = "/api/v1/jobs/" + job + "/stream";
        String whole = withoutConnection(api.get(stream).body());

        assertThat(withoutConnection(api.get(stream, "Last-Event-ID", "abc").body()))
                .isEqualTo(whole);
        assertThat(withoutConnection(api.get(stream, "Last-Event-ID", "-1").body()))
                .isEqualTo(whole);
        assertThat(withoutConnection(api.get(stream + "?lastEventId=abc").body()))
                .isEqualTo(whole);
        assertThat(withoutConnection(api.get(stream + "?lastEventId=").body())).isEqualTo(whole);
    }

    @Test
    void aLastEventPastEveryNumberIsPastTheEnd() {
        half.tryComplete();
        pipeline.open("check");
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");

        assertThat(api.get("/api/v1/jobs/" + job + "/stream?lastEventId=99999999999999999999")
                        .statusCode())
                .isEqualTo(204);
    }

    private static String withoutConnection(String events) {
        return events.replaceAll("\"connectionId\":\"[^\"]*\"", "");
    }

    @Test
    void aFailureEndsTheStream() {
        fails.set(true);
        half.tryComplete();
        pipeline.open("check");
        Sse stream = api.stream(api.created(Api.order("Tomatoes"))).awaitEnd();

        Sse.Event failed = stream.await("failed");
        assertThat(failed.json().getString("errorCode")).isEqualTo("MODEL_REFUSED");
        assertThat(failed.json().getString("error")).isEqualTo("The model will not.");
        assertThat(failed.json().getBoolean("retryable")).isFalse();
    }

    @Test
    void aFailureThatWasRetriedIsReplayedUnderAnotherName() {
        fails.set(true);
        half.tryComplete();
        pipeline.open("check");
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "failed");
        fails.set(false);
        api.retry(job);

        Sse stream = api.stream(job).awaitEnd();

        assertThat(stream.events("failed")).isEmpty();
        assertThat(stream.await("attempt-failed").json().getInteger("attempt")).isEqualTo(1);
        assertThat(stream.ids())
                .isEqualTo(IntStream.rangeClosed(1, stream.ids().size()).boxed().toList());
        assertThat(stream.events().get(stream.events().size() - 1).name()).isEqualTo("complete");
    }

    @Test
    void aTicketOpensTheStreamOnce() {
        UUID job = api.created(Api.order("Tomatoes"));
        HttpResponse<String> made = api.post("/api/v1/jobs/" + job + "/stream-ticket", "{}");
        assertThat(Api.json(made).getInteger("expiresIn")).isEqualTo(60);
        String url = service.url() + "/api/v1/jobs/" + job + "/stream?ticket="
                + Api.json(made).getString("ticket");

        try (Sse stream = Sse.at(url, "")) {
            assertThat(stream.statusCode()).isEqualTo(200);
            stream.await("plan-result");
        }
        try (Sse again = Sse.at(url, "")) {
            assertThat(again.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aTicketOpensNoOtherJob() {
        UUID job = api.created(Api.order("Tomatoes"));
        UUID other = api.created(Api.order("Peppers"));
        String ticket = Api.json(api.post("/api/v1/jobs/" + job + "/stream-ticket", "{}"))
                .getString("ticket");

        try (Sse stream = Sse.at(service.url() + "/api/v1/jobs/" + other + "/stream?ticket=" + ticket, "")) {
            assertThat(stream.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aTokenInTheQueryOpensTheStream() {
        UUID job = api.created(Api.order("Tomatoes"));

        try (Sse stream = Sse.at(service.url() + "/api/v1/jobs/" + job + "/stream?token=" + token(), "")) {
            assertThat(stream.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatLeavesDoesNotCancelTheJob() {
        UUID job = api.created(Api.order("Tomatoes"));
        api.stream(job).close();
        half.tryComplete();
        pipeline.open("check");

        assertThat(api.await(job, "succeeded", "failed").getString("status")).isEqualTo("succeeded");
    }

    @Test
    void manyClientsSeeTheSameEvents() {
        UUID job = api.created(Api.order("Tomatoes"));
        List<Sse> streams =
                IntStream.range(0, 20).mapToObj(i -> api.stream(job)).toList();
        half.tryComplete();
        pipeline.open("check");

        streams.forEach(Sse::awaitEnd);
        assertThat(streams).allSatisfy(s -> assertThat(s.ids()).containsExactly(1, 2, 3, 4, 5, 6));
    }

    @Test
    void aStoppingNodeEndsItsStreamsWithAHintToComeBack() {
        Sse stream = api.stream(api.created(Api.order("Tomatoes")));
        stream.await("content-chunk");
        half.tryComplete();
        pipeline.open("check");

        service.close();

        Await.until(Duration.ofSeconds(60), stream::isOver);
        assertThat(stream.lines()).doesNotContain("broken");
    }

    private String token() {
        return service.token(user());
    }

    private UUID user() {
        return api.user();
    }
}
