package dev.pressroom.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;

/** The process that makes the load: one event loop, on which everything happens. */
final class Load {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final NetClient client =
            vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(10_000));
    private final HeldStreams streams = new HeldStreams(vertx, client);

    private Load() {}

    public static void main(String[] arguments) throws Exception {
        Load load = new Load();
        ChildCommands.obey(0, load::obey);
    }

    private Future<JsonObject> obey(JsonObject order) {
        Promise<JsonObject> answer = Promise.promise();
        context.runOnContext(begin -> begun(order).onComplete(answer));
        return answer.future();
    }

    private Future<JsonObject> begun(JsonObject order) {
        return switch (order.getString("do")) {
            case "requests" -> new Requests(vertx, client, order).run();
            case "latency" -> new SteadyJobs(vertx, client, order).run();
            case "open" -> streams.open(order);
            case "marks" -> streams.marks(order);
            case "close" -> streams.close();
            default -> Future.failedFuture("unknown order");
        };
    }
}
