package dev.pressroom.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends requests over a number of connections, each the next as soon as its answer is there, for a time, and at
 * least and at most a number of them. Several ports share the connections, as behind a load balancer.
 */
final class Requests {
    private static final int KEPT = 200_000;

    private final Vertx vertx;
    private final NetClient client;
    private final JsonArray ports;
    private final int connections;
    private final long endNanos;
    private final long least;
    private final long most;
    private final int status;
    private final boolean keep;
    private final List<Buffer> requests = new ArrayList<>();
    private final Times times = new Times();
    private final JsonArray kept = new JsonArray();
    private final Promise<JsonObject> ended = Promise.promise();
    private long beganNanos;
    private long lastNanos;
    private long sent;
    private long refused;
    private int next;
    private int open;

    Requests(Vertx vertx, NetClient client, JsonObject order) {
        this.vertx = vertx;
        this.client = client;
        this.ports = order.getJsonArray("ports", new JsonArray().add(order.getInteger("port")));
        this.connections = order.getInteger("connections");
        this.endNanos = order.getLong("millis") * 1_000_000;
        this.least = order.getLong("least", 0L);
        this.most = order.getLong("most", Long.MAX_VALUE);
        this.status = order.getInteger("status");
        this.keep = order.getBoolean("keep", false);
        order.getJsonArray("requests").forEach(each -> requests.add(request((JsonObject) each)));
    }

    static Buffer request(JsonObject each) {
        return LoadConnection.request(
                each.getString("method"),
                each.getString("path"),
                each.getString("token"),
                each.getString("body", ""),
                Optional.ofNullable(each.getString("etag")));
    }

    Future<JsonObject> run() {
        beganNanos = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            open++;
            client.connect(ports.getInteger(i % ports.size()), "127.0.0.1")
                    .onSuccess(socket -> new Connection(socket).ask())
                    .onFailure(ended::tryFail);
        }
        vertx.setTimer(endNanos / 1_000_000 + 60_000, late -> ended.tryFail("the answers do not come"));
        return ended.future();
    }

    private final class Connection {
        private final NetSocket socket;
        private final LoadConnection wire;
        private long sentNanos;

        Connection(NetSocket socket) {
            this.socket = socket;
            this.wire = new LoadConnection(socket, this::answered);
            socket.exceptionHandler(ended::tryFail);
        }

        void ask() {
            sentNanos = System.nanoTime();
            if (sentNanos - beganNanos >= endNanos && sent >= least || sent >= most) {
                socket.close();
                open--;
                if (open == 0) {
                    ended.tryComplete(result());
                }
                return;
            }
            sent++;
            Buffer request = requests.get(next);
            next = (next + 1) % requests.size();
            wire.send(request);
        }

        private void answered(LoadConnection.Answer answer) {
            lastNanos = System.nanoTime();
            if (answer.status() != status) {
                refused++;
                if (refused == 1) {
                    System.out.println("not " + status + ": " + answer.status() + " " + answer.body());
                }
            } else {
                times.add(lastNanos - sentNanos);
            }
            if (keep && kept.size() < KEPT) {
                kept.add(answer.body());
            }
            ask();
        }
    }

    private JsonObject result() {
        double seconds = (lastNanos - beganNanos) / 1e9;
        return times.json()
                .put("sent", sent)
                .put("refused", refused)
                .put("rate", seconds > 0 ? times.count() / seconds : 0)
                .put("kept", kept);
    }
}
