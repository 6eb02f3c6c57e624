package dev.pressroom.pipeline.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.model.Task;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.FakeOpenAi.Behaviour;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole jobs against a provider that speaks OpenAI's protocol, and that misbehaves. */
class ProviderJobIT {
    private final Vertx vertx = Vertx.vertx();
    private FakeOpenAi provider;
    private Service service;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        provider = FakeOpenAi.start(vertx).await(60, TimeUnit.SECONDS);
        service = started("60s");
        api = service.api(UUID.randomUUID());
    }

    private Service started(String modelTimeout) {
        return Service.start(Map.of(
                "OPENAI_BASE_URL",
                provider.baseUrl().toString(),
                "OPENAI_API_KEY",
                "sk-test",
                "OPENAI_MODEL",
                "a-real-model",
                "PRESSROOM_MODEL_TIMEOUT",
                modelTimeout));
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        provider.close().await(60, TimeUnit.SECONDS);
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void theArticleOfARealModelIsStreamedAndSaved() {
        Sse stream = watchedFromItsBeginning().awaitEnd();

        JsonObject data =
                stream.await("complete").json().getJsonObject("result").getJsonObject("data");
        assertThat(data.getJsonObject("generationMetadata").getString("model")).isEqualTo("a-real-model");
        assertThat(stream.text().strip()).isEqualTo(data.getString("content").strip());
    }

    @Test
    void aStreamCutInTheMiddleIsBegunAgain() {
        provider.next(Task.ARTICLE, new Behaviour.CutAfter(20));
        Sse stream = watchedFromItsBeginning().awaitEnd();

        assertThat(stream.await("complete")).isNotNull();
        assertThat(provider.calls(Task.ARTICLE)).isEqualTo(2);
        assertThat(stream.text().strip())
                .isEqualTo(
                        stream.await("blog-result").json().getString("content").strip());
    }

    @Test
    void aStreamThatStallsIsBegunAgain() {
        provider.next(Task.ARTICLE, new Behaviour.StallAfter(5));
        try (Service impatient = started("15s")) {
            Api its = impatient.api(UUID.randomUUID());
            UUID job = its.created(Api.order("Tomatoes"));

            Await.until(
                    Duration.ofSeconds(120),
                    () -> its.status(job).getString("status").equals("succeeded"));
            assertThat(provider.calls(Task.ARTICLE)).isEqualTo(2);
        }
    }

    @Test
    void aProviderThatKeepsFailingFailsTheJobAsOneToTryAgain() {
        Behaviour down = new Behaviour.Status(500, "oops");
        provider.next(Task.OUTLINE, down, down, down, down);
        Sse stream = api.stream(api.created(Api.order("Tomatoes"))).awaitEnd();

        JsonObject failed = stream.await("failed").json();
        assertThat(failed.getString("errorCode")).isEqualTo("MODEL_UNAVAILABLE");
        assertThat(failed.getBoolean("retryable")).isTrue();
        assertThat(failed.getString("error")).doesNotContain("oops");
    }

    @Test
    void aProviderThatLimitsIsGivenTheTimeItAsksFor() {
        provider.next(Task.OUTLINE, new Behaviour.Status(429, "{}", "Retry-After", "1"));
        long before = System.nanoTime();
        JsonObject end = api.await(api.created(Api.order("Tomatoes")), "succeeded", "failed");

        assertThat(end.getString("status")).isEqualTo("succeeded");
        assertThat(end.getInteger("attempt")).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void aRefusedKeyFailsTheJobWithASentenceAndWithoutTheKey() {
        provider.next(Task.OUTLINE, new Behaviour.Status(401, "{\"error\":{\"message\":\"bad key sk-test\"}}"));
        JsonObject end = api.await(api.created(Api.order("Tomatoes")), "failed");

        assertThat(end.getString("errorCode")).isEqualTo("MODEL_REFUSED");
        assertThat(end.getString("error")).isNotBlank().doesNotContain("sk-test");
    }

    @Test
    void aRetryAfterAFailedCheckDoesNotWriteTheArticleAgain() {
        provider.next(Task.SEO, new Behaviour.Status(400, "{}"));
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "failed");

        api.retry(job);

        assertThat(api.await(job, "succeeded").getInteger("attempt")).isEqualTo(2);
        assertThat(provider.calls(Task.ARTICLE)).isEqualTo(1);
        assertThat(provider.calls(Task.OUTLINE)).isEqualTo(1);
        assertThat(provider.calls(Task.SEO)).isEqualTo(2);
    }

    @Test
    void cancellingClosesTheConnectionToTheProvider() throws Exception {
        provider.delayPerPiece(Duration.ofMillis(20));
        UUID job = api.created(Api.order("Tomatoes"));
        Await.until(Duration.ofSeconds(60), () -> provider.calls(Task.ARTICLE) == 1);

        api.cancel(job);

        provider.abandoned().await(60, TimeUnit.SECONDS);
        assertThat(api.status(job).getString("errorCode")).isEqualTo("CANCELLED");
    }

    /** The stream of a new job that is written nothing for before it is watched. */
    private Sse watchedFromItsBeginning() {
        Promise<Void> watched = Promise.promise();
        provider.holdUntil(watched.future());
        Sse stream = api.stream(api.created(Api.order("Tomatoes")));
        stream.await("connected");
        watched.complete();
        return stream;
    }
}
