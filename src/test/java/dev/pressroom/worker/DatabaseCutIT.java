package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.SilentLink;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One worker has lost its connection to Postgres, another has not. Both find jobs by polling only. */
class DatabaseCutIT {
    /** In this time the cut worker detects the outage and gives its entries back. */
    private static final Duration NOTICES = Duration.ofSeconds(5);

    private static final Duration AT_ONCE = Duration.ofMillis(2500);
    private static final int ENOUGH = 16;

    /** A busy machine delays single ones; with the cut worker every second one would be late. */
    private static final int MAX_LATE = 3;

    @Test
    void jobsStartAtOnceThoughAWorkerHasLostItsDatabaseAndItTakesPartAgainLater() throws IOException {
        String database = Servers.freshDatabase();
        URI uri = URI.create(database);
        Map<String, String> settings =
                new HashMap<>(Map.of("DATABASE_URL", database, "REDIS_URL", Servers.freshRedis()));
        ScriptedPipeline pipeline = new ScriptedPipeline().step("plan");
        try (SilentLink link = SilentLink.to(uri.getPort());
                Service door = Service.start(with(settings, "PRESSROOM_ROLES", "http"), pipeline.asPipelines());
                Service cut = Service.start(
                        with(
                                with(settings, "PRESSROOM_ROLES", "worker"),
                                "DATABASE_URL",
                                database.replace(":" + uri.getPort() + "/", ":" + link.port() + "/")),
                        pipeline.asPipelines())) {
            Api api = door.api(UUID.randomUUID());
            try (Service healthy = Service.start(with(settings, "PRESSROOM_ROLES", "worker"), pipeline.asPipelines())) {
                assertThat(healthy.port()).isPositive();
                link.cut();
                long noticed = System.nanoTime() + NOTICES.toNanos();
                while (System.nanoTime() < noticed) {
                    took(api);
                }

                List<Duration> late = Stream.generate(() -> took(api))
                        .limit(ENOUGH)
                        .filter(took -> took.compareTo(AT_ONCE) >= 0)
                        .toList();
                assertThat(late).hasSizeLessThanOrEqualTo(MAX_LATE);
            }
            link.mend();

            UUID job = api.created(Api.order("Single"));
            Await.until(
                    Duration.ofSeconds(90),
                    () -> api.status(job).getString("status").equals("succeeded"));
            assertThat(cut.port()).isPositive();
        }
    }

    private static Duration took(Api api) {
        long start = System.nanoTime();
        api.await(api.created(Api.order("Single")), "succeeded");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(key, value);
        return changed;
    }
}
