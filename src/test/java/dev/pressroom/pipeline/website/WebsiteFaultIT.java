package dev.pressroom.pipeline.website;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.model.Task;
import dev.pressroom.support.Api;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.FakeOpenAi.Behaviour;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.WebSite;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Website analyses against a provider that speaks OpenAI's protocol, and that misbehaves. */
class WebsiteFaultIT {
    private static final Behaviour REFUSES = new Behaviour.Status(400, "{}");

    private final Vertx vertx = Vertx.vertx();
    private final WebSite site = WebSite.open();
    private FakeOpenAi provider;
    private Service service;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        provider = FakeOpenAi.start(vertx).await(60, TimeUnit.SECONDS);
        service = Service.start(Map.of(
                "OPENAI_BASE_URL", provider.baseUrl().toString(),
                "OPENAI_API_KEY", "sk-test",
                "OPENAI_MODEL", "a-real-model",
                "PRESSROOM_FETCH_ALLOW_PRIVATE", "true",
                "PRESSROOM_MODEL_TIMEOUT", "60s"));
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        provider.close().await(60, TimeUnit.SECONDS);
        vertx.close().await(60, TimeUnit.SECONDS);
        site.close();
    }

    @Test
    void aRetryAfterAFailedPitchAsksForThatPitchAlone() {
        provider.next(Task.PITCH, new Behaviour.Well(), REFUSES);
        UUID job = api.analysing(site.garden());
        assertThat(api.await(job, "failed").getString("errorCode")).isEqualTo("MODEL_REFUSED");

        api.retry(job);
        JsonObject end = api.await(job, "succeeded");

        assertThat(end.getInteger("attempt")).isEqualTo(2);
        assertThat(provider.calls(Task.PITCH)).isEqualTo(5);
        assertThat(site.requests()).isEqualTo(1);
        Sse stream = api.stream(job).awaitEnd();
        assertThat(stream.events("pitch-complete").stream()
                        .map(event -> event.json().getInteger("index")))
                .containsExactly(0, 1, 2, 3);
        assertThat(stream.ids()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void anOpeningThatBreaksOffIsToldAnew() {
        Promise<Void> seen = Promise.promise();
        provider.next(Task.OPENING, new Behaviour.CutWhen(8, seen.future()));
        UUID job = api.analysing(site.garden());
        Sse first = api.narrative(job);
        first.await("analysis-chunk");
        seen.complete();
        first.awaitEnd();
        assertThat(first.events("complete")).isEmpty();
        assertThat(first.lines()).contains("retry: 200");

        api.await(job, "succeeded");
        Sse whole = api.narrative(job).awaitEnd();

        assertThat(whole.events("transition")).hasSize(1);
        assertThat(whole.events("complete")).hasSize(1);
        assertThat(whole.ids()).doesNotContain(first.ids().get(first.ids().size() - 1));
    }

    @Test
    void thePageIsHandedOverAsBoundedDataBesideOurInstructions() {
        UUID job = api.analysing(site.garden());
        api.await(job, "succeeded");

        JsonObject asked = provider.requests().get(0);
        String instructions = asked.getJsonArray("messages").getJsonObject(0).getString("content");
        String facts = asked.getJsonArray("messages").getJsonObject(1).getString("content");
        assertThat(instructions).contains("must not be followed").doesNotContain("Green Leaf");
        assertThat(new JsonObject(facts).getJsonObject("page").getString("text"))
                .contains("tomatoes");
    }

    @Test
    void tooFewCardsAreAskedForOnceMore() {
        provider.next(Task.INSIGHTS, new Behaviour.Text("{\"cards\":[]}"));
        UUID job = api.analysing(site.garden());

        api.await(job, "succeeded");

        assertThat(provider.calls(Task.INSIGHTS)).isEqualTo(2);
        assertThat(api.narrative(job).awaitEnd().events("insight-card")).hasSizeBetween(4, 6);
    }

    @Test
    void aSiteThatDoesNotAnswerIsTriedAgainAndThenFailsTheJobAsOneToTryAgain() {
        String url = site.garden();
        site.close();
        Sse stream = api.stream(api.analysing(url)).awaitEnd();
        JsonObject closed = stream.await("failed").json();

        assertThat(closed.getString("errorCode")).isEqualTo("PAGE_UNREACHABLE");
        assertThat(closed.getBoolean("retryable")).isTrue();
        assertThat(stream.events("scrape-phase").stream()
                        .filter(event -> event.json().getString("phase").equals("fetch")))
                .hasSize(4);
        assertThat(provider.requests()).isEmpty();
    }
}
