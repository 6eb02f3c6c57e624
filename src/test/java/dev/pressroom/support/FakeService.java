package dev.pressroom.support;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server for the part of the API that the demo command uses. Each stream connection takes the next script. */
public final class FakeService implements AutoCloseable {
    public static final String JOB = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Consumer<HttpServerResponse>> scripts = new ArrayDeque<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<JsonObject> bodies = new CopyOnWriteArrayList<>();
    private final List<String> lastEventIds = new CopyOnWriteArrayList<>();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .await();
    private volatile Consumer<HttpServerResponse> creating = answer(201, new JsonObject().put("jobId", JOB));

    public int port() {
        return server.actualPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Method and path of each call. */
    public List<String> calls() {
        return calls;
    }

    public List<JsonObject> bodies() {
        return bodies;
    }

    /** The {@code Last-Event-ID} of each stream connection; {@code ""} for none. */
    public List<String> lastEventIds() {
        return lastEventIds;
    }

    public FakeService creating(Consumer<HttpServerResponse> answer) {
        creating = answer;
        return this;
    }

    public FakeService stream(Consumer<HttpServerResponse> script) {
        scripts.add(script);
        return this;
    }

    public static Consumer<HttpServerResponse> answer(int status, JsonObject body) {
        return response -> response.setStatusCode(status).end(body.toBuffer());
    }

    /** Sends the frames and closes the connection. */
    public static Consumer<HttpServerResponse> frames(String... frames) {
        return response -> {
            open(response, frames);
            response.end();
        };
    }

    /** Sends the frames and keeps the connection open. */
    public static Consumer<HttpServerResponse> framesAndSilence(String... frames) {
        return response -> open(response, frames);
    }

    /** @param id {@code ""} for a transient event */
    public static String frame(String id, String event, JsonObject data) {
        return (id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + event + "\ndata: " + data.encode() + "\n\n";
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private static void open(HttpServerResponse response, String... frames) {
        response.setChunked(true).putHeader("content-type", "text/event-stream");
        for (String frame : frames) {
            response.write(frame);
        }
    }

    private void handle(HttpServerRequest request) {
        calls.add(request.method() + " " + request.path());
        if (request.path().endsWith("/stream")) {
            String last = request.getHeader("Last-Event-ID");
            lastEventIds.add(last == null ? "" : last);
            next().accept(request.response());
        } else if (request.path().endsWith("/cancel")) {
            answer(200, new JsonObject().put("cancelled", true)).accept(request.response());
        } else {
            Future<?> read = request.body().onSuccess(body -> {
                bodies.add(body.toJsonObject());
                creating.accept(request.response());
            });
            read.onFailure(cause -> request.response().setStatusCode(500).end());
        }
    }

    private synchronized Consumer<HttpServerResponse> next() {
        Consumer<HttpServerResponse> script = scripts.poll();
        return script == null ? answer(500, new JsonObject()) : script;
    }
}
