package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import dev.pressroom.support.WebSite;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A website analysis told as a story. */
class NarrativeIT {
    private static Service service;
    private static WebSite site;

    private final Api api = service.api(UUID.randomUUID());

    @BeforeAll
    static void start() {
        site = WebSite.open();
        service = start(Map.of());
    }

    private static Service start(Map<String, String> overrides) {
        Map<String, String> env =
                new HashMap<>(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "true", "PRESSROOM_DEMO_PACE_MS", "2"));
        env.putAll(overrides);
        return Service.start(env);
    }

    @AfterAll
    static void stop() {
        service.close();
        site.close();
    }

    @Test
    void theStoryIsToldInItsOrder() {
        Sse told = api.narrative(api.analysing(site.garden())).awaitEnd();

        List<String> chapters = told.events().stream().map(Sse.Event::name).toList();
        assertThat(String.join(" ", chapters))
                .matches("connected( analysis-status-update){6} transition( analysis-chunk){6,80}( insight-card){4,6}"
                        + " business-profile narrative-complete complete");
        assertThat(told.header("content-type")).isEqualTo("text/event-stream");
        assertThat(told.header("x-accel-buffering")).isEqualTo("no");
        assertThat(told.lines().get(0)).isEqualTo("retry: 2000");
    }

    @Test
    void theOpeningComesWordByWordAndTogetherIsASentence() {
        Sse told = api.narrative(api.analysing(site.garden())).awaitEnd();

        List<String> words = contents(told, "analysis-chunk");
        assertThat(words).allSatisfy(word -> assertThat(word).matches("\\S+ ?"));
        assertThat(words.subList(0, words.size() - 1))
                .allSatisfy(word -> assertThat(word).endsWith(" "));
        assertThat(String.join("", words)).contains("Green Leaf").endsWith(".").doesNotContain("  ");
    }

    @Test
    void cardsAndProfileAreJsonInAString() {
        Sse told = api.narrative(api.analysing(site.garden())).awaitEnd();

        for (String card : contents(told, "insight-card")) {
            assertThat(new JsonObject(card).fieldNames())
                    .containsExactlyInAnyOrder("category", "heading", "body", "takeaway");
        }
        assertThat(new JsonObject(contents(told, "business-profile").get(0)).getString("businessName"))
                .contains("Green Leaf");
        assertThat(contents(told, "narrative-complete")).containsExactly("");
        assertThat(told.await("complete").json()).isEmpty();
    }

    @Test
    void whoConnectsAgainIsToldTheSameFromItsBeginning() {
        UUID job = api.analysing(site.garden());
        Sse live = api.narrative(job).awaitEnd();
        Sse first = api.narrative(job).awaitEnd();
        Sse second = api.narrative(job, "Last-Event-ID", "12").awaitEnd();

        assertThat(first.ids()).isSorted().doesNotHaveDuplicates();
        assertThat(told(first)).isEqualTo(told(live));
        assertThat(told(second)).isEqualTo(told(first));
    }

    @Test
    void aListenerIsToldWhileTheJobRuns() {
        try (Service slow = start(Map.of("PRESSROOM_DEMO_PACE_MS", "60"))) {
            Api api = slow.api(UUID.randomUUID());
            UUID job = api.analysing(site.garden());
            Sse told = api.narrative(job);

            told.await("analysis-chunk");

            assertThat(told.events("insight-card")).isEmpty();
            assertThat(api.status(job).getString("status")).isEqualTo("running");
            told.awaitEnd();
            assertThat(told.events("complete")).hasSize(1);
            assertThat(api.status(job).getString("status")).isEqualTo("running");
        }
    }

    @Test
    void aListenerMayShowWhoHeIsInTheAddress() {
        Api visitor = service.session("visitor-of-the-story");
        UUID job = visitor.analysing(site.garden());
        UUID ofUser = api.analysing(site.garden());
        String ticket = Api.json(visitor.post("/api/v1/jobs/" + job + "/stream-ticket", "{}"))
                .getString("ticket");

        for (String address : List.of(
                job + "/narrative-stream?sessionId=visitor-of-the-story",
                job + "/narrative-stream?ticket=" + ticket,
                ofUser + "/narrative-stream?token=" + service.token(api.user()))) {
            Sse told = Sse.at(service.url() + "/api/v1/jobs/" + address, "").awaitEnd();
            assertThat(told.events("complete")).as(address).hasSize(1);
        }
    }

    @Test
    void strangersAndOtherJobsHaveNoNarrative() {
        UUID job = api.analysing(site.garden());
        UUID article = api.created(Api.order("Tomatoes"));

        assertThat(service.api(UUID.randomUUID())
                        .get("/api/v1/jobs/" + job + "/narrative-stream")
                        .statusCode())
                .isEqualTo(404);
        assertThat(new Api(service.url(), "")
                        .get("/api/v1/jobs/" + job + "/narrative-stream")
                        .statusCode())
                .isEqualTo(401);
        assertThat(Api.json(api.get("/api/v1/jobs/" + article + "/narrative-stream"))
                        .getString("errorCode"))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void theNarrativeOfAFailedJobEndsWithTheReason() {
        UUID job = api.analysing(site.missing());
        Sse live = api.narrative(job).awaitEnd();
        Sse later = api.narrative(job).awaitEnd();

        for (Sse told : List.of(live, later)) {
            assertThat(told.events("analysis-status-update")).isNotEmpty();
            assertThat(told.await("failed").json().getString("errorCode")).isEqualTo("PAGE_NOT_FOUND");
            assertThat(told.await("failed").json().fieldNames())
                    .containsExactlyInAnyOrder("error", "errorCode", "retryable");
            assertThat(told.events("complete")).isEmpty();
        }
    }

    @Test
    void theNarrativeOfACancelledJobEndsAtOnce() {
        try (Service slow = start(Map.of("PRESSROOM_DEMO_PACE_MS", "200", "PRESSROOM_STREAMS_CHECK", "20s"))) {
            Api api = slow.api(UUID.randomUUID());
            UUID job = api.analysing(site.garden());
            Sse told = api.narrative(job);
            told.await("analysis-chunk");

            api.cancel(job);

            assertThat(told.await("failed").json().getString("errorCode")).isEqualTo("CANCELLED");
            told.awaitEnd();
        }
    }

    @Test
    void aNodeThatStopsSendsItsListenersElsewhere() {
        Service slow = start(Map.of("PRESSROOM_DEMO_PACE_MS", "200"));
        Api api = slow.api(UUID.randomUUID());
        Sse told = api.narrative(api.analysing(site.garden()));
        told.await("analysis-chunk");

        slow.close();

        told.awaitEnd();
        assertThat(told.lines()).contains("retry: 500");
        assertThat(told.events("failed")).isEmpty();
    }

    /** No worker runs here, so nothing is said on the bus: the rows alone tell. */
    @Test
    void withoutAnyMessageTheStoryIsToldToItsEnd() {
        try (Service deaf = start(Map.of("PRESSROOM_ROLES", "http", "PRESSROOM_STREAMS_CHECK", "200ms"))) {
            Api api = deaf.api(UUID.randomUUID());
            UUID job = api.analysing(site.garden());
            Sse told = api.narrative(job);
            told.await("connected");

            narrated(deaf, job, 1, "opening", "transition");
            told.await("transition");
            narrated(deaf, job, 5, "insights", "complete");

            told.awaitEnd();
            assertThat(told.ids()).containsExactly(1, 5);
        }
    }

    @Test
    void whoWasToldWhatWasTakenBackIsSentAwayToHearItAnew() {
        try (Service deaf = start(Map.of("PRESSROOM_ROLES", "http", "PRESSROOM_STREAMS_CHECK", "200ms"))) {
            Api api = deaf.api(UUID.randomUUID());
            UUID job = api.analysing(site.garden());
            narrated(deaf, job, 1, "page", "analysis-status-update");
            narrated(deaf, job, 2, "opening", "transition");
            Sse told = api.narrative(job);
            told.await("transition");

            Servers.execute(
                    deaf.databaseUrl(),
                    "delete from narrative_events where step = 'opening' and job_id = '" + job + "'");
            narrated(deaf, job, 3, "opening", "transition");

            told.awaitEnd();
            assertThat(told.ids()).containsExactly(1, 2);
            assertThat(told.lines()).contains("retry: 200");
            Sse again = api.narrative(job);
            again.await(event -> event.id().orElse(0) == 3);
            assertThat(again.ids()).containsExactly(1, 3);
        }
    }

    private static void narrated(Service service, UUID job, int seq, String step, String name) {
        Servers.execute(
                service.databaseUrl(),
                "insert into narrative_events values ('" + job + "', " + seq + ", '" + step + "', '" + name
                        + "', '{}')");
    }

    private static List<String> contents(Sse told, String name) {
        return told.events(name).stream()
                .map(event -> event.json().getString("content"))
                .toList();
    }

    /** All but the name of the connection. */
    private static List<Sse.Event> told(Sse stream) {
        return stream.events().stream()
                .filter(event -> !event.name().equals("connected"))
                .toList();
    }
}
