package dev.pressroom.bench;

import dev.pressroom.Node;
import dev.pressroom.Pipelines;
import dev.pressroom.base.Sources;
import dev.pressroom.config.SettingsLoader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The service as it is, with jobs that cost nothing: see {@link BenchPipeline}. */
final class BenchNode {
    private final BenchPipeline pipeline = new BenchPipeline();
    private volatile Vertx vertx;

    private BenchNode() {}

    public static void main(String[] arguments) throws Exception {
        BenchNode bench = new BenchNode();
        Node node = Node.start(
                        SettingsLoader.load(System.getenv(), Optional.empty()), Sources.system(), bench.pipelines())
                .await(90, TimeUnit.SECONDS);
        ChildCommands.obey(node.port(), bench::obey);
    }

    private Pipelines pipelines() {
        return services -> {
            vertx = services.vertx();
            return Map.of(pipeline.type(), pipeline);
        };
    }

    private Future<JsonObject> obey(JsonObject order) {
        return switch (order.getString("do")) {
            case "held" -> Future.succeededFuture(new JsonObject().put("jobs", pipeline.heldJobs()));
            case "release" -> onWorker(pipeline::release);
            case "tell" -> onWorker(() -> pipeline.tell(order.getInteger("bytes")));
            case "write" ->
                onWorker(() -> RepeatedAction.run(
                        vertx, order, () -> pipeline.write(SampleText.marked(order.getInteger("bytes")))));
            default -> Future.failedFuture("unknown order");
        };
    }

    /** When the work began; answered when it is done. */
    private Future<JsonObject> onWorker(Supplier<Future<Void>> work) {
        Promise<JsonObject> done = Promise.promise();
        pipeline.worker().runOnContext(go -> {
            JsonObject began = new JsonObject().put("beganMicros", HeldStreams.nowMicros());
            work.get().map(began).onComplete(done);
        });
        return done.future();
    }
}
