package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.NodeMessage;
import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams with {@code ?events=}. */
class StreamFilterIT {
    private static final int PHASES = 450;

    private final AtomicInteger textRequests = new AtomicInteger();
    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step("write", context -> {
                context.text("Some text.");
                return Future.succeededFuture(event("blog-result"));
            })
            .step(
                    "many",
                    context -> Future.succeededFuture(new StepResult(
                            new JsonObject(),
                            1,
                            IntStream.range(0, PHASES)
                                    .mapToObj(i -> new StepResult.Event("scrape-phase", new JsonObject().put("i", i)))
                                    .toList())))
            .gated("check")
            .step("seo", context -> Future.succeededFuture(event("seo-result")));
    private Service service;
    private Api api;

    private static StepResult event(String name) {
        return new StepResult(new JsonObject(), 1, name, new JsonObject());
    }

    @BeforeEach
    void start() {
        service = Service.start(Map.of("PRESSROOM_HTTP_INSTANCES", "1"), node -> {
            node.vertx().eventBus().<Object>addInboundInterceptor(delivery -> {
                if (delivery.body() instanceof NodeMessage.TextFrom) {
                    textRequests.incrementAndGet();
                }
                delivery.next();
            });
            return pipeline.asPipelines().create(node);
        });
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        pipeline.open("check");
        service.close();
    }

    @Test
    void onlyTheNamedEventsAreSentUnderTheirNumbers() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse stream = api.streamAt(path(job) + "?events=blog-result,seo-result")) {
            stream.await("blog-result");
            pipeline.open("check");
            stream.awaitEnd();

            assertThat(stream.events().stream().map(Sse.Event::name))
                    .containsExactly("connected", "blog-result", "seo-result", "complete");
            assertThat(stream.ids()).containsExactly(2, PHASES + 4, PHASES + 5);
        }
    }

    /** The client's last id is older than hundreds of events that it does not want. */
    @Test
    void aFilteringClientThatResumesMissesNothingAndGetsNothingAgain() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse first = api.streamAt(path(job) + "?events=blog-result,seo-result")) {
            first.await("blog-result");
        }
        pipeline.open("check");
        api.await(job, "succeeded");

        Sse second = api.streamAt(path(job) + "?events=blog-result,seo-result", "Last-Event-ID", "2")
                .awaitEnd();

        assertThat(second.ids()).containsExactly(PHASES + 4, PHASES + 5);
    }

    @Test
    void textThatNobodyWantsIsNotRequested() {
        UUID job = api.created(Api.order("Tomatoes"));
        try (Sse stream = api.streamAt(path(job) + "?events=progress-update")) {
            stream.await("progress-update");
            pipeline.open("check");
            stream.awaitEnd();
        }

        assertThat(textRequests).hasValue(0);
    }

    @Test
    void unknownNamesAreRefusedAfterTheCheckOfWhoAsks() {
        UUID job = api.created(Api.order("Tomatoes"));

        HttpResponse<String> refused = api.get(path(job) + "?events=blog-result,nonsense");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Api.json(refused).getString("message"))
                .contains("blog-result")
                .contains("pitches-result");
        assertThat(api.get(path(job) + "?events=" + String.join(",", java.util.Collections.nCopies(10_000, "failed")))
                        .statusCode())
                .isBetween(400, 431);
        assertThat(new Api(service.url(), "")
                        .get(path(job) + "?events=nonsense")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTicketIsNotSpentOnInvalidNames() {
        UUID job = api.created(Api.order("Tomatoes"));
        String ticket = Api.json(api.post("/api/v1/jobs/" + job + "/stream-ticket", "{}"))
                .getString("ticket");
        Api nobody = new Api(service.url(), "");

        assertThat(nobody.get(path(job) + "?events=nonsense&ticket=" + ticket).statusCode())
                .isEqualTo(400);
        try (Sse stream = nobody.streamAt(path(job) + "?events=complete&ticket=" + ticket)) {
            assertThat(stream.statusCode()).isEqualTo(200);
        }
    }

    private static String path(UUID job) {
        return "/api/v1/jobs/" + job + "/stream";
    }
}
