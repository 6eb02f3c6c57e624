package dev.pressroom.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;

/**
 * Creates jobs at a steady rate and watches each from its 201 on: when its step began, by what the result says of it, and
 * when its client saw it complete.
 */
final class SteadyJobs {
    private static final int CONNECTIONS = 16;
    private static final long GRACE_MILLIS = 120_000;

    private final Vertx vertx;
    private final NetClient client;
    private final int port;
    private final long everyMillis;
    private final int wanted;
    private final int skipped;
    private final String token;
    private final Buffer create;
    private final Times running = new Times();
    private final Times complete = new Times();
    private final Promise<JsonObject> done = Promise.promise();
    private int begun;
    private int ended;

    SteadyJobs(Vertx vertx, NetClient client, JsonObject order) {
        this.vertx = vertx;
        this.client = client;
        this.port = order.getInteger("port");
        this.everyMillis = 1000 / order.getInteger("rate");
        this.skipped = order.getInteger("skipped");
        this.wanted = skipped + order.getInteger("jobs");
        this.token = order.getJsonObject("request").getString("token");
        this.create = Requests.request(order.getJsonObject("request"));
    }

    Future<JsonObject> run() {
        for (int i = 0; i < CONNECTIONS; i++) {
            int first = i;
            Pair.open(this)
                    .onSuccess(pair ->
                            vertx.setTimer(1 + first * everyMillis, t -> pair.repeat(CONNECTIONS * everyMillis)))
                    .onFailure(done::tryFail);
        }
        vertx.setTimer(wanted * everyMillis + GRACE_MILLIS, late -> finish());
        return done.future();
    }

    private void finish() {
        done.tryComplete(new JsonObject()
                .put("running", running.json())
                .put("complete", complete.json())
                .put("missing", wanted - ended));
    }

    /** Two connections: one to create, one to watch, so that opening a connection is not measured. */
    private static final class Pair {
        private final SteadyJobs load;
        private final NetSocket watching;
        private final LoadConnection creating;
        private StringBuilder seen = new StringBuilder();
        private boolean busy;
        private long createdNanos;
        private long createdMicros;
        private int number;

        private Pair(SteadyJobs load, NetSocket creating, NetSocket watching) {
            this.load = load;
            this.watching = watching;
            this.creating = new LoadConnection(creating, this::created);
            watching.handler(this::saw);
        }

        static Future<Pair> open(SteadyJobs load) {
            return load.client
                    .connect(load.port, "127.0.0.1")
                    .compose(creating -> load.client
                            .connect(load.port, "127.0.0.1")
                            .map(watching -> new Pair(load, creating, watching)));
        }

        void repeat(long everyMillis) {
            load.vertx.setPeriodic(everyMillis, tick -> order());
            order();
        }

        private void order() {
            if (load.begun < load.wanted && !busy) {
                busy = true;
                number = load.begun++;
                creating.send(load.create);
            }
        }

        private void created(LoadConnection.Answer answer) {
            createdNanos = System.nanoTime();
            createdMicros = HeldStreams.nowMicros();
            seen = new StringBuilder();
            String job = new JsonObject(answer.body()).getString("jobId");
            watching.write(LoadConnection.request("GET", "/api/v1/jobs/" + job + "/stream", load.token, ""));
        }

        private void saw(Buffer piece) {
            seen.append(piece);
            int at = seen.indexOf("event: complete");
            if (at < 0 || createdNanos == 0 || seen.indexOf("\n\n", at) < 0) {
                return;
            }
            if (number >= load.skipped) {
                load.complete.add(System.nanoTime() - createdNanos);
                load.running.add((began(at) - createdMicros) * 1000);
            }
            createdNanos = 0;
            busy = false;
            load.ended++;
            if (load.ended == load.wanted) {
                load.finish();
            }
        }

        private long began(int at) {
            String before = '"' + BenchPipeline.BEGAN + "\":";
            int from = seen.indexOf(before, at) + before.length();
            return Long.parseLong(seen.substring(from, seen.indexOf(",", from)));
        }
    }
}
