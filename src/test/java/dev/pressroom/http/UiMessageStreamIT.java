package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.pipeline.StepResult;
import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.UiProtocol;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs as UI messages of the AI SDK. */
class UiMessageStreamIT {
    private final Promise<Void> half = Promise.promise();
    private final Promise<Void> again = Promise.promise();
    private boolean repeats;
    private final ScriptedPipeline pipeline = new ScriptedPipeline()
            .step("context", context -> done(new JsonObject(), "context-result", new JsonObject()))
            .step(
                    "outline",
                    context -> Future.succeededFuture(
                            new StepResult(new JsonObject().put("title", "Tomatoes"), 3, List.of())))
            .step("article", context -> {
                context.restartText();
                context.text("The first half. ");
                return ScriptedPipeline.here(half.future()).compose(go -> {
                    if (repeats) {
                        context.restartText();
                        context.text("Something else.");
                        return ScriptedPipeline.here(again.future()).compose(end -> article("Something else."));
                    }
                    context.text("The second half.\n");
                    return article("The first half. The second half.");
                });
            })
            .gated("seo");
    private Service service;
    private Api api;

    private static Future<StepResult> article(String content) {
        JsonObject post = new JsonObject().put("content", content);
        return done(post, "blog-result", post);
    }

    private static Future<StepResult> done(JsonObject output, String event, JsonObject data) {
        return Future.succeededFuture(new StepResult(output, 3, event, data));
    }

    private void start(Map<String, String> env) {
        service = Service.start(env, pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        half.tryComplete();
        again.tryComplete();
        pipeline.open("seo");
        service.close();
    }

    /** A client that comes before the job starts has its text before the rows are read: it needs no other source. */
    @Test
    void anArticleIsStreamedAsItIsWrittenAndLateClientsGetTheTextSoFar() {
        start(Map.of("PRESSROOM_STREAMS_CHECK", "1m"));
        long begin = System.nanoTime();
        Sse early = api.creating("/api/v1/jobs/content-generation?format=ui-message", Api.order("Tomatoes"));
        early.await(chunk -> chunk.data().contains("The first half."));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(50));
        UUID job = UUID.fromString(early.header("location").split("/")[4]);
        Sse late = api.streamAt(path(job));
        late.await(chunk -> chunk.data().contains("The first half."));
        half.complete();
        late.await(chunk -> chunk.data().contains("text-end"));
        Sse later = api.streamAt(path(job));
        later.await(chunk -> chunk.data().contains("text-end"));
        pipeline.open("seo");

        assertThat(early.statusCode()).isEqualTo(201);
        assertThat(early.header("x-vercel-ai-ui-message-stream")).isEqualTo("v1");
        assertThat(late.header("x-vercel-ai-ui-message-stream")).isEqualTo("v1");
        Sse replay = api.streamAt(path(job));
        for (Sse stream : List.of(early, late, later, replay)) {
            List<JsonObject> chunks = chunks(stream.awaitEnd());
            assertThat(UiProtocol.violations(chunks)).isEmpty();
            assertThat(text(chunks)).isEqualTo("The first half. The second half.");
            assertThat(types(chunks))
                    .isEqualTo(
                            "start start-step finish-step start-step data-outline finish-step start-step text-start"
                                    + " text-delta text-end finish-step start-step data-seo finish-step message-metadata finish");
            assertThat(chunks.get(0).getString("messageId")).isEqualTo(job.toString());
            assertThat(metadata(chunks).getJsonObject("usage"))
                    .isEqualTo(Api.json(api.get("/api/v1/jobs/" + job)).getJsonObject("usage"));
        }
    }

    @Test
    void onlyAClientThatResumesAFinishedJobGetsNothing() {
        start(Map.of());
        half.complete();
        pipeline.open("seo");
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");

        assertThat(api.get(path(job) + "?resume=1").statusCode()).isEqualTo(204);
        assertThat(api.get(path(job) + "?resume=maybe").statusCode()).isEqualTo(400);
        assertThat(api.get(path(job), "Last-Event-ID", "99").statusCode()).isEqualTo(200);
        HttpResponse<String> head = api.send("HEAD", path(job), "text/plain", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("x-vercel-ai-ui-message-stream")).contains("v1");
    }

    @Test
    void othersGetTheSame404() {
        start(Map.of());
        UUID job = api.created(Api.order("Tomatoes"));

        assertThat(service.api(UUID.randomUUID()).get(path(job)).statusCode()).isEqualTo(404);
        assertThat(api.get(path(UUID.randomUUID())).statusCode()).isEqualTo(404);
        assertThat(new Api(service.url(), "").get(path(job)).statusCode()).isEqualTo(401);
    }

    @Test
    void aTicketOpensTheMessage() {
        start(Map.of());
        UUID job = api.created(Api.order("Tomatoes"));
        String ticket = Api.json(api.post("/api/v1/jobs/" + job + "/stream-ticket", "{}"))
                .getString("ticket");

        try (Sse stream = new Api(service.url(), "").streamAt(path(job) + "?ticket=" + ticket)) {
            assertThat(stream.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aCancelledJobEndsWithAnError() {
        start(Map.of());
        UUID job = api.created(Api.order("Tomatoes"));
        Sse stream = api.streamAt(path(job));
        stream.await(chunk -> chunk.data().contains("The first half."));

        api.cancel(job);

        List<JsonObject> chunks = chunks(stream.awaitEnd());
        assertThat(chunks.get(chunks.size() - 1))
                .isEqualTo(new JsonObject().put("type", "error").put("errorText", "Cancelled"));
        assertThat(UiProtocol.violations(chunks)).isEmpty();
    }

    @Test
    void aTextThatBeginsAnewEndsTheStreamAndOpeningAgainReplays() {
        repeats = true;
        start(Map.of());
        UUID job = api.created(Api.order("Tomatoes"));
        Sse first = api.streamAt(path(job));
        first.await(chunk -> chunk.data().contains("The first half."));
        half.complete();
        List<JsonObject> chunks = chunks(first.awaitEnd());
        assertThat(chunks.get(chunks.size() - 1).getString("errorText")).startsWith("The text begins anew");

        Sse second = api.streamAt(path(job));
        second.await(chunk -> chunk.data().contains("Something else."));
        again.complete();
        pipeline.open("seo");

        assertThat(text(chunks(second.awaitEnd()))).isEqualTo("Something else.");
        assertThat(UiProtocol.violations(chunks(second))).isEmpty();
    }

    @Test
    void aStreamAtItsGreatestAgeEndsWithAnError() {
        start(Map.of("PRESSROOM_STREAMS_MAX_AGE", "1s", "PRESSROOM_STREAMS_HEARTBEAT", "200ms"));
        UUID job = api.created(Api.order("Tomatoes"));

        Sse stream = api.streamAt(path(job)).awaitEnd();

        List<JsonObject> chunks = chunks(stream);
        assertThat(chunks.get(chunks.size() - 1).getString("type")).isEqualTo("error");
        assertThat(UiProtocol.violations(chunks)).isEmpty();
    }

    @Test
    void aStoppingNodeEndsTheMessageWithAnError() {
        start(Map.of());
        Sse stream = api.streamAt(path(api.created(Api.order("Tomatoes"))));
        stream.await(chunk -> chunk.data().contains("The first half."));

        service.close();

        List<JsonObject> chunks = chunks(stream.awaitEnd());
        assertThat(chunks.get(chunks.size() - 1).getString("type")).isEqualTo("error");
    }

    @Test
    void theDemoPipelinesKeepToTheProtocol() {
        service = Service.start();
        api = service.api(UUID.randomUUID());
        half.tryComplete();

        List<JsonObject> article =
                chunks(api.creating("/api/v1/jobs/content-generation?format=ui-message", Api.order("Tomatoes"))
                        .awaitEnd());

        assertThat(UiProtocol.violations(article)).isEmpty();
        // The two steps of the last stage run at the same time; either may end first.
        assertThat(types(article).replace("data-seo data-visuals", "data-visuals data-seo"))
                .isEqualTo("start start-step finish-step start-step data-outline finish-step start-step text-start"
                        + " text-delta text-end finish-step start-step data-visuals data-seo finish-step"
                        + " message-metadata finish");
        UUID job = UUID.fromString(article.get(0).getString("messageId"));
        JsonObject result = api.status(job).getJsonObject("result");
        assertThat(text(article)).isEqualTo(result.getJsonObject("data").getString("content"));
        assertThat(metadata(article).getJsonObject("savedPost").getString("id"))
                .isEqualTo(result.getJsonObject("savedPost").getString("id"));
    }

    /** Checks the end of the stream and returns its chunks. */
    private static List<JsonObject> chunks(Sse stream) {
        List<String> data = stream.events().stream().map(Sse.Event::data).toList();
        assertThat(data.get(data.size() - 1)).isEqualTo("[DONE]");
        assertThat(stream.lines()).allMatch(line -> line.isEmpty() || line.equals(":") || line.startsWith("data: "));
        return data.subList(0, data.size() - 1).stream().map(JsonObject::new).toList();
    }

    /** The types in order, without progress, and with one delta for adjacent ones. */
    private static String types(List<JsonObject> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.getString("type"))
                .filter(type -> !type.equals("data-progress"))
                .collect(Collectors.joining(" "))
                .replaceAll("text-delta( text-delta)+", "text-delta");
    }

    private static String text(List<JsonObject> chunks) {
        return chunks.stream()
                .filter(chunk -> chunk.getString("type").equals("text-delta"))
                .map(chunk -> chunk.getString("delta"))
                .collect(Collectors.joining());
    }

    private static JsonObject metadata(List<JsonObject> chunks) {
        return chunks.stream()
                .filter(chunk -> chunk.getString("type").equals("message-metadata"))
                .findFirst()
                .orElseThrow()
                .getJsonObject("messageMetadata");
    }

    private static String path(UUID job) {
        return "/api/v1/jobs/" + job + "/ui-message-stream";
    }
}
