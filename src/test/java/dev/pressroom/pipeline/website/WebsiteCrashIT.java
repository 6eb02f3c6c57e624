package dev.pressroom.pipeline.website;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Sse;
import dev.pressroom.support.WebSite;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A website analysis whose node is killed in the middle of its audiences. */
class WebsiteCrashIT {
    private static final UUID USER = UUID.randomUUID();

    private final Servers.Own servers = Servers.own();
    private final WebSite site = WebSite.open();
    private NodeProcess node = another();

    @AfterEach
    void stop() {
        node.close();
        servers.close();
        site.close();
    }

    @Test
    void afterKill9AmongTheAudiencesThoseThatWereToldStandAndTheRestFollows() {
        Api api = node.api(USER);
        UUID job = api.analysing(site.garden());
        Sse before = api.stream(job);
        before.await("audience-complete");

        node.kill();
        String audience = audiences(job);
        node = another();
        node.api(USER).await(job, "succeeded", "failed");

        Sse replay = node.api(USER).stream(job).awaitEnd();
        assertThat(replay.events("complete")).hasSize(1);
        assertThat(replay.events("audience-complete")).hasSize(4);
        assertThat(replay.events("audience-complete").get(0))
                .isEqualTo(before.events("audience-complete").get(0));
        assertThat(audiences(job)).startsWith(audience);
        assertThat(replay.events("scrape-result")).hasSize(1);
        assertThat(replay.events("analysis-result")).hasSize(1);
        assertThat(replay.ids())
                .isEqualTo(IntStream.rangeClosed(1, replay.ids().size()).boxed().toList());
        assertThat(site.requests()).isEqualTo(1);
        assertThat(Sql.text(servers.databaseUrl(), "select attempt from jobs")).isEqualTo("2");
    }

    @Test
    void afterKill9TheNarrativeIsWholeAndToldOnce() {
        Api api = node.api(USER);
        UUID job = api.analysing(site.garden());
        api.narrative(job).await("analysis-chunk");

        node.kill();
        node = another();
        node.api(USER).await(job, "succeeded", "failed");

        Sse first = node.api(USER).narrative(job).awaitEnd();
        Sse second = node.api(USER).narrative(job).awaitEnd();
        for (String once : List.of("transition", "business-profile", "narrative-complete", "complete")) {
            assertThat(first.events(once)).as(once).hasSize(1);
        }
        assertThat(first.ids()).isEqualTo(second.ids()).isSorted();
    }

    private NodeProcess another() {
        return NodeProcess.real(
                servers,
                Map.of(
                        "PRESSROOM_FETCH_ALLOW_PRIVATE", "true",
                        "PRESSROOM_DEMO_PACE_MS", "40",
                        "PRESSROOM_WORKERS_LOSS_PAUSES", "1s"));
    }

    /** The audiences that are kept, with the attempts that found them. */
    private String audiences(UUID job) {
        return Sql.text(
                servers.databaseUrl(),
                "select string_agg(step || attempt || output::text, ',' order by step) from job_steps"
                        + " where step like 'audiences/%' and job_id = '" + job + "'");
    }
}
