package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.SilentLink;
import dev.pressroom.support.Sql;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Postgres stops answering on its connections, then the node is stopped. */
class SilentNodeIT {
    private static final int JOBS = 7;

    private final ScriptedPipeline pipeline = new ScriptedPipeline().gated("write");
    private final String database = Servers.freshDatabase();
    private SilentLink link;

    @BeforeEach
    void open() {
        link = SilentLink.to(URI.create(database).getPort());
    }

    @AfterEach
    void close() throws IOException {
        pipeline.open("write");
        link.close();
    }

    @Test
    void runningJobsAreHandedBackThoughARequestMadeTheNewConnections() {
        Service service = start();
        UUID job = running(service.api(UUID.randomUUID()));
        Api stranger = service.api(UUID.randomUUID());

        link.fallSilent();
        assertThat(stranger.get("/api/v1/jobs/" + job + "/status").statusCode()).isEqualTo(503);
        service.close();

        assertThat(Sql.number(database, "select count(*) from jobs where status = 'queued' and deaths = 0"))
                .isEqualTo(JOBS);
    }

    private Service start() {
        return Service.start(
                Map.of(
                        "DATABASE_URL",
                        database.replace(":" + URI.create(database).getPort(), ":" + link.port()),
                        "PRESSROOM_DATABASE_STATEMENT_TIMEOUT",
                        "3s",
                        "PRESSROOM_LEASE_SECONDS",
                        "120",
                        "PRESSROOM_WORKERS",
                        Integer.toString(JOBS)),
                pipeline.asPipelines());
    }

    private static UUID running(Api api) {
        List<UUID> jobs = Stream.generate(() -> api.created(Api.order("Running")))
                .limit(JOBS)
                .toList();
        jobs.forEach(job -> api.await(job, "running"));
        return jobs.get(0);
    }
}
