package dev.pressroom.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as the service does, or, where a test says so, as it never should. */
final class PlayedService implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .await();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    private final List<Ordered> orders = new CopyOnWriteArrayList<>();
    private volatile String events;

    /** An order that came in. */
    record Ordered(String key, long nanos) {}

    /** @param numbers of the events in every stream, the last of which is the final one */
    PlayedService(int... numbers) {
        StringBuilder frames = new StringBuilder("retry: 2000\n\nevent: connected\ndata: {}\n\n");
        for (int i = 0; i < numbers.length; i++) {
            frames.append("id: ").append(numbers[i]).append("\nevent: ");
            frames.append(i == numbers.length - 1 ? "complete" : "step-change").append("\ndata: {}\n\n");
        }
        events = frames.toString();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** The next orders are refused with these, to come back in a second. */
    void refuse(int... statuses) {
        for (int status : statuses) {
            refusals.add(status);
        }
    }

    List<Ordered> orders() {
        return orders;
    }

    private void handle(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (request.path().endsWith("/content-generation")) {
            order(request, response);
        } else if (request.path().endsWith("/stream")) {
            response.putHeader("content-type", "text/event-stream").end(events);
        } else if (request.path().endsWith("/status")) {
            response.end(new JsonObject()
                    .put("status", "succeeded")
                    .put("progress", 100)
                    .put("attempt", 1)
                    .encode());
        } else {
            response.end("{}");
        }
    }

    private void order(HttpServerRequest request, HttpServerResponse response) {
        orders.add(new Ordered(request.getHeader("idempotency-key"), System.nanoTime()));
        Integer refusal = refusals.poll();
        if (refusal == null) {
            response.setStatusCode(201)
                    .end(new JsonObject()
                            .put("jobId", UUID.randomUUID().toString())
                            .encode());
        } else {
            response.setStatusCode(refusal)
                    .putHeader("retry-after", "1")
                    .end(new JsonObject().put("errorCode", "PLAYED").encode());
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
