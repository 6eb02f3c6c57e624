package dev.pressroom.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Streams that are opened and held. What is sent to them bears {@link #MARK} once an event, and is counted by it. */
final class HeldStreams {
    static final char MARK = '~';

    private static final String FIRST_EVENT = "\ndata: ";
    private static final long OPENING_MILLIS = 120_000;

    private static final long LOOK_MILLIS = 5;

    private final Vertx vertx;
    private final NetClient client;
    private final List<NetSocket> open = new ArrayList<>();
    private long marks;
    private long lastMark;
    private long broken;

    HeldStreams(Vertx vertx, NetClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    /** Opens {@code streams} of them, {@code atOnce} at once. A stream is open when its first event is there. */
    Future<JsonObject> open(JsonObject order) {
        return new Opening(order).run();
    }

    /**
     * How many marks came; waits until there are {@code atLeast}, or {@code millis} are over. {@code anew} counts from
     * nothing.
     */
    Future<JsonObject> marks(JsonObject order) {
        if (order.getBoolean("anew", false)) {
            marks = 0;
        }
        Promise<JsonObject> enough = Promise.promise();
        long end = System.nanoTime() + order.getLong("millis") * 1_000_000;
        long atLeast = order.getLong("atLeast");
        vertx.setPeriodic(LOOK_MILLIS, look -> {
            if (marks >= atLeast || System.nanoTime() >= end) {
                vertx.cancelTimer(look);
                enough.complete(new JsonObject()
                        .put("marks", marks)
                        .put("lastMicros", lastMark)
                        .put("broken", broken));
            }
        });
        return enough.future();
    }

    Future<JsonObject> close() {
        broken = 0;
        List<Future<Void>> closed = open.stream().map(NetSocket::close).toList();
        open.clear();
        return Future.join(closed).otherwiseEmpty().map(done -> new JsonObject());
    }

    static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private void count(Buffer piece) {
        int found = 0;
        for (byte each : piece.getBytes()) {
            if (each == MARK) {
                found++;
            }
        }
        if (found > 0) {
            marks += found;
            lastMark = nowMicros();
        }
    }

    private final class Opening {
        private final int port;
        private final int wanted;
        private final int atOnce;
        private final String token;
        private final JsonArray paths;
        private final Promise<JsonObject> done = Promise.promise();
        private final Times times = new Times();
        private final long beganNanos = System.nanoTime();
        private int begun;
        private int ready;

        Opening(JsonObject order) {
            this.port = order.getInteger("port");
            this.wanted = order.getInteger("streams");
            this.atOnce = order.getInteger("atOnce");
            this.token = order.getString("token");
            this.paths = order.getJsonArray("paths");
        }

        Future<JsonObject> run() {
            for (int i = 0; i < Math.min(atOnce, wanted); i++) {
                next();
            }
            vertx.setTimer(OPENING_MILLIS, late -> done.tryFail("only " + ready + " of " + wanted + " streams open"));
            return done.future();
        }

        private void next() {
            if (begun == wanted) {
                return;
            }
            Buffer request = LoadConnection.request("GET", paths.getString(begun % paths.size()), token, "");
            begun++;
            long sentNanos = System.nanoTime();
            client.connect(port, "127.0.0.1")
                    .onFailure(done::tryFail)
                    .onSuccess(socket -> opened(socket, request, sentNanos));
        }

        private void opened(NetSocket socket, Buffer request, long sentNanos) {
            open.add(socket);
            socket.exceptionHandler(gone -> broken++);
            Buffer answer = Buffer.buffer();
            socket.handler(piece -> {
                String begun = answer.appendBuffer(piece).toString();
                if (begun.contains("\r\n") && !begun.startsWith("HTTP/1.1 200")) {
                    done.tryFail("a stream was refused: " + begun);
                } else if (begun.contains(FIRST_EVENT)) {
                    count(answer);
                    socket.handler(HeldStreams.this::count);
                    ready(sentNanos);
                }
            });
            socket.write(request);
        }

        private void ready(long sentNanos) {
            times.add(System.nanoTime() - sentNanos);
            ready++;
            if (ready == wanted) {
                double seconds = (System.nanoTime() - beganNanos) / 1e9;
                done.tryComplete(times.json().put("rate", wanted / seconds));
            }
            next();
        }
    }
}
