package dev.pressroom.bench;

import dev.pressroom.support.Await;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a node has of the machine's memory. */
final class MemoryFigure implements Figure {
    private static final UUID USER = BenchEnvironment.USERS.get(0);
    private static final double IDLE = 160;
    private static final double BUSY = 350;
    private static final long SETTLE_MILLIS = 3000;
    private static final String READY = "/health/ready";

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String says() {
        return "resident memory of a node after its start, and with 1,000 running jobs";
    }

    @Override
    public List<ResultRow> measure(BenchEnvironment ground) {
        Launch service = Launch.service(ground, ground.freshDatabase());
        service.start(READY).close();
        List<ResultRow> lines = new ArrayList<>();
        lines.add(ResultRow.atMost("memory, idle", idle(service), "MB", IDLE));
        service.archived(READY)
                .ifPresent(archived ->
                        lines.add(ResultRow.atMost("memory, idle, classes archived", idle(archived), "MB", IDLE)));
        lines.add(ResultRow.atMost("memory, 1,000 running jobs", busy(ground), "MB", BUSY));
        return lines;
    }

    /** Of the service as it is, over a schema that is there; the other node can tell how many jobs it holds. */
    private static double idle(Launch launch) {
        try (Launch.Launched service = launch.start(READY)) {
            PollUntil.of(SETTLE_MILLIS);
            return Memory.resident(service.pid()) / 1e6;
        }
    }

    private static double busy(BenchEnvironment ground) {
        int jobs = ground.setup().of(1000, 20);
        Map<String, String> roomy = Map.of("PRESSROOM_WORKERS", Integer.toString(jobs));
        try (ChildProcess node = ground.node(ground.freshDatabase(), roomy)) {
            Runs.jobs(ground, node, USER, jobs, new JsonObject().put(BenchPipeline.HELD, true));
            Await.until(Duration.ofSeconds(60), () -> node.ask("held").getInteger("jobs") == jobs);
            PollUntil.of(SETTLE_MILLIS);
            return Memory.resident(node.pid()) / 1e6;
        }
    }
}
