package dev.pressroom.pipeline.website;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.model.Task;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.FakeOpenAi.Behaviour;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.WebSite;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Website analyses with a provider that counts what it is asked, and that misbehaves. */
class WebsiteProviderIT {
    private static final Set<String> STEPS =
            Set.of("Analyzing website", "Generating audiences", "Generating pitches", "Generating images");

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
                "PRESSROOM_MODEL_TIMEOUT", "60s",
                "PRESSROOM_FETCH_ALLOW_PRIVATE", "true"));
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        site.close();
        provider.close().await(60, TimeUnit.SECONDS);
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void aRetryAsksOnlyForWhatIsMissing() {
        provider.next(Task.PITCH, new Behaviour.Status(400, "{}"));
        UUID job = api.analysing(site.garden());
        api.await(job, "failed");

        api.retry(job);

        Sse stream = api.stream(job).awaitEnd();
        assertThat(api.status(job).getString("status")).isEqualTo("succeeded");
        assertThat(provider.calls(Task.ANALYSIS)).isEqualTo(1);
        assertThat(provider.calls(Task.AUDIENCE)).isEqualTo(4);
        assertThat(provider.calls(Task.PITCH)).isEqualTo(5);
        assertThat(stream.events("audience-complete")).hasSize(4);
        assertThat(stream.events("pitch-complete")).hasSize(4);
        assertThat(stream.ids())
                .isEqualTo(IntStream.rangeClosed(1, stream.ids().size()).boxed().toList());
    }

    @Test
    void anAudienceThatFailsForAMomentIsAskedForAgainAndNoOther() {
        provider.next(Task.AUDIENCE, new Behaviour.Well(), new Behaviour.Status(503, "{}"));

        UUID job = api.analysing(site.software());

        assertThat(api.await(job, "succeeded", "failed").getInteger("attempt")).isEqualTo(1);
        assertThat(provider.calls(Task.AUDIENCE)).isEqualTo(5);
        assertThat(api.stream(job).awaitEnd().events("audience-complete")).hasSize(4);
    }

    @Test
    void aPictureThatFailsLeavesTheOthers() {
        provider.next(FakeOpenAi.IMAGE, new Behaviour.Status(400, "{}"));

        JsonObject status = api.await(api.analysing(site.software()), "succeeded", "failed");

        JsonArray scenarios = status.getJsonObject("result").getJsonArray("scenarios");
        List<String> images = scenarios.stream()
                .map(scenario -> ((JsonObject) scenario).getString("imageUrl"))
                .toList();
        assertThat(images).hasSize(4).containsOnlyOnce((String) null);
    }

    @Test
    void progressGrowsAndTheStepIsOneOfFour() {
        Promise<Void> told = Promise.promise();
        provider.holdUntil(told.future());
        Sse stream = api.stream(api.analysing(site.garden()));
        stream.await(event -> event.name().equals("progress-update")
                && "Analyzing business from content".equals(event.json().getString("phase")));
        told.complete();

        List<JsonObject> progress = stream.awaitEnd().events("progress-update").stream()
                .map(Sse.Event::json)
                .toList();
        assertThat(progress.stream().map(p -> p.getInteger("progress"))).isSorted();
        assertThat(progress.stream().map(p -> p.getString("currentStep")).collect(Collectors.toSet()))
                .isSubsetOf(STEPS);
    }

    @Test
    void cancellingStopsItInTheMiddleOfTheAudiences() throws Exception {
        provider.next(Task.AUDIENCE, new Behaviour.Well(), new Behaviour.StallAfter(0));
        UUID job = api.analysing(site.software());
        Await.until(Duration.ofSeconds(60), () -> provider.calls(Task.AUDIENCE) == 2);

        api.cancel(job);

        provider.abandoned().await(60, TimeUnit.SECONDS);
        assertThat(api.status(job).getString("errorCode")).isEqualTo("CANCELLED");
    }
}
