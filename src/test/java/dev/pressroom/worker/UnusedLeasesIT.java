package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A node that has the lease of a job in the database, and does not know it. */
class UnusedLeasesIT {
    private static final String LEASED = """
            with job as (
                insert into jobs (id, type, user_id, tenant, status, lease_owner, lease_until, started_at)
                select '%1$s', 'content_generation', '%2$s', 'user:%2$s', 'running', node, '9999-12-31 00:00:00+00', now()
                from workers returning id
            )
            insert into job_inputs (job_id, input) select id, '%3$s' from job
            """;

    @Test
    void aJobWhoseClaimWasNotAnsweredRunsInItsNextAttempt() {
        try (Service node = Service.start(
                Map.of("PRESSROOM_LEASE_SECONDS", "2"),
                new ScriptedPipeline().step("write").asPipelines())) {
            Api api = node.api(UUID.randomUUID());
            api.await(api.created(Api.order("Another")), "succeeded");
            UUID job = UUID.randomUUID();

            Servers.execute(
                    node.databaseUrl(),
                    LEASED.formatted(job, api.user(), Api.order("Lost").encode()));

            JsonObject end = api.await(job, "succeeded");
            assertThat(end.getInteger("attempt")).isEqualTo(2);
        }
    }
}
