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
    private static final UUID USER = Ground.USERS.get(0);
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
        return "resident memory of a node that has just been started, and of one that runs 1,000 jobs";
    }

    @Override
    public List<Line> measure(Ground ground) {
        Launch service = Launch.service(ground, ground.freshDatabase());
        service.start(READY).close();
        List<Line> lines = new ArrayList<>();
        lines.add(Line.atMost("memory, idle", idle(service), "MB", IDLE));
        service.archived(READY)
                .ifPresent(archived ->
                        lines.add(Line.atMost("memory, idle, classes archived", idle(archived), "MB", IDLE)));
        lines.add(Line.atMost("memory, 1,000 running jobs", busy(ground), "MB", BUSY));
        return lines;
    }

    /** Of the service as it is, over a schema that is there; the other node can tell how many jobs it holds. */
    private static double idle(Launch launch) {
        try (Launch.Launched service = launch.start(READY)) {
            Pause.of(SETTLE_MILLIS);
            return Memory.resident(service.pid()) / 1e6;
        }
    }

    private static double busy(Ground ground) {
        int jobs = ground.setup().of(1000, 20);
        Map<String, String> roomy = Map.of("PRESSROOM_WORKERS", Integer.toString(jobs));
        try (Child node = ground.node(ground.freshDatabase(), roomy)) {
            Runs.jobs(ground, node, USER, jobs, new JsonObject().put(BenchPipeline.HELD, true));
            Await.until(Duration.ofSeconds(60), () -> node.ask("held").getInteger("jobs") == jobs);
            Pause.of(SETTLE_MILLIS);
            return Memory.resident(node.pid()) / 1e6;
        }
    }
}
