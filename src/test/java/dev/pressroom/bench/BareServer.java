package dev.pressroom.bench;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** What Vert.x alone can do: the same bytes in and out, and nothing behind them. One event loop per processor. */
final class BareServer extends VerticleBase {
    private static final List<BareServer> ALL = new CopyOnWriteArrayList<>();
    private static final int STREAMS_PER_FRAME = 10;
    private static volatile Buffer answer = Buffer.buffer("{}");
    private static volatile Optional<String> unchanged = Optional.empty();

    private final Set<HttpServerResponse> streams = new LinkedHashSet<>();
    private HttpServer server;

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Supplier<Deployable> another = () -> {
            BareServer bare = new BareServer();
            ALL.add(bare);
            return bare;
        };
        int instances = Runtime.getRuntime().availableProcessors();
        vertx.deployVerticle(another, new DeploymentOptions().setInstances(instances))
                .await(30, TimeUnit.SECONDS);
        ChildCommands.obey(ALL.get(0).server.actualPort(), BareServer::obey);
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true));
        return server.requestHandler(this::handle).listen(-1, "127.0.0.1");
    }

    private void handle(HttpServerRequest request) {
        if (request.method() == HttpMethod.POST) {
            request.body().onSuccess(body -> create(request, new JsonObject(body)));
        } else if (request.path().endsWith("/stream")) {
            stream(request.response());
        } else if (unchanged.isPresent()) {
            request.response()
                    .setStatusCode(304)
                    .putHeader("etag", unchanged.get())
                    .end();
        } else {
            request.response()
                    .putHeader("content-type", "application/json; charset=utf-8")
                    .end(answer);
        }
    }

    private static void create(HttpServerRequest request, JsonObject parsed) {
        String id = parsed.isEmpty() ? "" : UUID.randomUUID().toString();
        request.response()
                .setStatusCode(201)
                .putHeader("content-type", "application/json; charset=utf-8")
                .end(new JsonObject().put("jobId", id).toBuffer());
    }

    private void stream(HttpServerResponse response) {
        response.setChunked(true).putHeader("content-type", "text/event-stream");
        streams.add(response);
        response.closeHandler(gone -> streams.remove(response));
        response.write(
                Buffer.buffer("retry: 2000\n\nevent: connected\ndata: {\"jobId\":\"" + UUID.randomUUID() + "\"}\n\n"));
    }

    private static Future<JsonObject> obey(JsonObject order) {
        return switch (order.getString("do")) {
            case "answer" -> {
                answer = Buffer.buffer(order.getString("body", ""));
                unchanged = Optional.ofNullable(order.getString("etag"));
                yield Future.succeededFuture(new JsonObject());
            }
            case "tell" ->
                onAll(bare -> {
                    bare.write(order.getInteger("bytes"), Integer.MAX_VALUE);
                    return Future.succeededFuture();
                });
            case "write" ->
                onAll(bare -> RepeatedAction.run(
                        bare.vertx, order, () -> bare.write(order.getInteger("bytes"), STREAMS_PER_FRAME)));
            default -> Future.failedFuture("unknown order");
        };
    }

    private static Future<JsonObject> onAll(Function<BareServer, Future<Void>> work) {
        JsonObject began = new JsonObject().put("beganMicros", HeldStreams.nowMicros());
        List<Future<Void>> all = new ArrayList<>();
        for (BareServer bare : ALL) {
            Promise<Void> done = Promise.promise();
            all.add(done.future());
            bare.context.runOnContext(go -> work.apply(bare).onComplete(done));
        }
        return Future.join(all).map(began);
    }

    /** @param shared how many streams are of one job, and so are sent the same frame */
    private void write(int bytes, int shared) {
        Buffer frame = frame(bytes);
        int written = 0;
        for (HttpServerResponse stream : streams) {
            if (written == shared) {
                frame = frame(bytes);
                written = 0;
            }
            stream.write(frame);
            written++;
        }
    }

    private static Buffer frame(int bytes) {
        return Buffer.buffer(
                "event: content-chunk\ndata: {\"text\":\"" + SampleText.marked(bytes) + "\",\"offset\":0}\n\n");
    }
}
