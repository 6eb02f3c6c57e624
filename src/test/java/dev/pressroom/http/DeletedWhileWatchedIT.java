package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.HeldPoll;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A job is deleted before the requests that watch it have received its end: its message was lost, and the row is gone. The
 * node runs no jobs, so they stay queued.
 */
class DeletedWhileWatchedIT {
    private static Service service;
    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("PRESSROOM_ROLES", "http"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theStreamEndsAndCannotBeResumed() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse stream = api.stream(job)) {
            stream.await("connected");

            endAndDelete(job);

            stream.awaitEnd();
            assertThat(api.get("/api/v1/jobs/" + job + "/stream", "Last-Event-ID", "0")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void theUiMessageEndsWithAnError() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse stream = api.streamAt("/api/v1/jobs/" + job + "/ui-message-stream")) {
            stream.await(event -> event.data().contains("\"start\""));

            endAndDelete(job);

            assertThat(stream.awaitEnd().lines())
                    .anyMatch(line -> line.contains("\"type\":\"error\""))
                    .contains("data: [DONE]");
        }
    }

    @Test
    void theHeldPollIsAnsweredThatTheJobIsUnknown() {
        HttpResponse<String> answer =
                Await.value(Duration.ofSeconds(120), this::heldAndDeleted, response -> response.statusCode() != 200);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("NOT_FOUND");
    }

    /** The response for a new job; 200 when the node happens to look at the job between its end and its deletion. */
    private HttpResponse<String> heldAndDeleted() {
        UUID job = api.created(Api.order("Tomatoes"));
        HeldPoll poll = HeldPoll.of(api, job);
        endAndDelete(job);
        return poll.response();
    }

    @Test
    void aStreamThatHasReceivedTheEndHasItWithTheDeletion() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse stream = api.stream(job)) {
            stream.await("connected");
            api.cancel(job);

            assertThat(stream.awaitEnd().await("failed").json().getString("errorCode"))
                    .isEqualTo("CANCELLED");
            assertThat(delete(job)).isEqualTo(204);
        }
    }

    /** Ends the job without a message to its watchers. */
    private void endAndDelete(UUID job) {
        Servers.execute(service.databaseUrl(), """
                update jobs set status = 'failed', error = 'Cancelled', error_code = 'CANCELLED', retryable = true,
                    last_event = last_event + 1, finished_at = now() where id = '%s'
                """.formatted(job));
        assertThat(delete(job)).isEqualTo(204);
    }

    private int delete(UUID job) {
        return api.send("DELETE", "/api/v1/jobs/" + job, "application/json", "").statusCode();
    }
}
