package dev.pressroom.cli;

import static dev.pressroom.support.FakeService.answer;
import static dev.pressroom.support.FakeService.frame;
import static dev.pressroom.support.FakeService.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.support.FakeService;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ServiceClientTest {
    private static final String QUICK = "retry: 10\n\n";

    private final Vertx vertx = Vertx.vertx();
    private final FakeService service = new FakeService();
    private final ServiceClient client = new ServiceClient(vertx, service.url(), "token");
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        vertx.close().await();
        service.close();
    }

    @Test
    void eventsAreReadUntilThereIsEnough() {
        service.stream(frames(QUICK, event("1", "step-change"), event("2", "complete"), event("3", "too-late")));
        read();
        assertThat(seen).containsExactly("step-change", "complete");
    }

    @Test
    void aLostConnectionIsResumedAfterTheLastNumberedEvent() {
        service.stream(frames(QUICK, event("1", "a"), event("7", "b"), event("", "passing")));
        service.stream(frames(event("8", "complete")));
        read();
        assertThat(seen).containsExactly("a", "b", "passing", "complete");
        assertThat(service.lastEventIds()).containsExactly("", "7");
    }

    @Test
    void aConnectionThatBreaksInTheMiddleOfAnEventIsResumed() {
        service.stream(response -> {
            response.setChunked(true).write(QUICK + event("1", "a") + "id: 2\nevent: hal");
            response.reset();
        });
        service.stream(frames(event("1", "a"), event("2", "complete")));
        read();
        assertThat(seen).endsWith("a", "complete");
    }

    @Test
    void anOverloadedServiceIsAskedAgain() {
        service.stream(response ->
                response.setStatusCode(503).putHeader("Retry-After", "0").end());
        service.stream(frames(event("1", "complete")));
        read();
        assertThat(seen).containsExactly("complete");
    }

    @Test
    void anEndlessEventIsAnError() {
        String line = "data: " + "x".repeat(1 << 20) + "\n";
        service.stream(response -> {
            response.setChunked(true);
            for (int i = 0; i < 17; i++) {
                response.write(line);
            }
        });
        assertThatThrownBy(this::read).hasMessageContaining("event that is too long");
    }

    @Test
    void anEndlessLineIsAnError() {
        service.stream(response -> response.setChunked(true).write("data: " + "x".repeat(17 << 20)));
        assertThatThrownBy(this::read).hasMessageContaining("event that is too long");
    }

    @Test
    void nothingMoreIsAnEndToo() {
        service.stream(response -> response.setStatusCode(204).end());
        read();
        assertThat(seen).isEmpty();
    }

    @Test
    void aRefusedStreamIsToldInTheServicesWords() {
        service.stream(
                answer(404, new JsonObject().put("message", "No such job.").put("errorCode", "NOT_FOUND")));
        assertThatThrownBy(this::read)
                .isInstanceOf(CommandFailure.class)
                .hasMessage("The service rejected the request: No such job. (404 NOT_FOUND)");
    }

    @Test
    void aServiceThatIsGoneIsTold() {
        String url = service.url();
        service.close();
        assertThatThrownBy(() -> client.create(new DemoJob.Request(DemoJob.Request.Kind.ARTICLE, new JsonObject()))
                        .await())
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("The service at " + url + " does not respond");
    }

    private void read() {
        client.events(FakeService.JOB, event -> {
                    seen.add(event.name());
                    return !event.name().equals("complete");
                })
                .await();
    }

    private static String event(String id, String name) {
        return frame(id, name, new JsonObject());
    }
}
