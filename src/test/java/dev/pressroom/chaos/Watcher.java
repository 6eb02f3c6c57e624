package dev.pressroom.chaos;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A client that watches its job to the end: a stream that breaks is resumed at any node after the last event it has.
 * Checks each event's number, and in the end what it was told against the poll.
 */
final class Watcher {
    private static final long RETRY_MILLIS = 250;

    private final Vertx vertx;
    private final Client client;
    private final ChaosJob order;
    private final Scissors scissors;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Duration> gaps = new ArrayList<>();
    private int cursor;
    private String name = "";
    private int id;
    private Optional<JsonObject> ending = Optional.empty();
    private Optional<JsonObject> polled = Optional.empty();
    private long cutNanos;
    private boolean closed;

    /** Decides when the client loses its connection. */
    interface Scissors {
        /** After how many milliseconds this connection is to be cut; 0 for never. */
        long cutAfter();

        /** It was cut, before the job was done. */
        void cut();
    }

    Watcher(Vertx vertx, Client client, ChaosJob order, Scissors scissors) {
        this.vertx = vertx;
        this.client = client;
        this.order = order;
        this.scissors = scissors;
    }

    /** Opens the stream, or opens it again. */
    void watch() {
        if (closed) {
            return;
        }
        client.stream(order.user(), order.jobId().orElseThrow(), cursor)
                .onSuccess(this::opened)
                .onFailure(cause -> again());
    }

    private void again() {
        vertx.setTimer(RETRY_MILLIS, timer -> watch());
    }

    private void opened(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            unexpected(response.statusCode());
            return;
        }
        if (cutNanos != 0) {
            gaps.add(Duration.ofNanos(System.nanoTime() - cutNanos));
            cutNanos = 0;
        }
        long after = scissors.cutAfter();
        long timer = after == 0 ? -1 : vertx.setTimer(after, now -> cut(response));
        response.handler(RecordParser.newDelimited("\n", line -> line(line.toString())));
        response.end().onComplete(over -> {
            vertx.cancelTimer(timer);
            ended();
        });
    }

    private void cut(HttpClientResponse response) {
        if (ending.isEmpty()) {
            scissors.cut();
            cutNanos = System.nanoTime();
            response.request().connection().close();
        }
    }

    /** Only a stream whose final event we have may answer 204; and our job cannot be unknown anywhere. */
    private void unexpected(int status) {
        if (status == 204 || status == 404) {
            fault(Fault.Column.LOST, "its stream answers " + status + " after event " + cursor);
            closed = true;
        } else {
            again();
        }
    }

    private void line(String line) {
        if (line.startsWith("id: ")) {
            id = Integer.parseInt(line.substring(4));
        } else if (line.startsWith("event: ")) {
            name = line.substring(7);
        } else if (line.startsWith("data: ")) {
            event(line.substring(6));
            id = 0;
        }
    }

    private void event(String data) {
        if (id == 0) {
            return;
        }
        if (id <= cursor) {
            fault(Fault.Column.DOUBLED, "its client saw event " + id + " after event " + cursor);
        } else if (id > cursor + 1) {
            fault(Fault.Column.LOST, "its client saw event " + id + " after event " + cursor);
        }
        if (ending.isPresent()) {
            fault(Fault.Column.DOUBLED, "its client saw event " + id + " after the final one");
        }
        cursor = Math.max(cursor, id);
        if (name.equals("complete") || name.equals("failed")) {
            ending = Optional.of(new JsonObject(data));
        }
    }

    private void ended() {
        id = 0;
        if (ending.isPresent()) {
            poll();
        } else {
            again();
        }
    }

    private void poll() {
        if (closed) {
            return;
        }
        polling()
                .onSuccess(status -> polled = Optional.of(status))
                .onFailure(cause -> vertx.setTimer(RETRY_MILLIS, timer -> poll()));
    }

    private Future<JsonObject> polling() {
        return client.get(order.user(), "/api/v1/jobs/" + order.jobId().orElseThrow() + "/status")
                .compose(answer -> answer.status() == 200
                        ? Future.succeededFuture(answer.json())
                        : Future.failedFuture("status " + answer.status()));
    }

    boolean isDone() {
        return polled.isPresent();
    }

    /** Stops watching and gives the faults, the gaps between cut and resumption with them. */
    Findings close() {
        closed = true;
        if (ending.isEmpty()) {
            fault(Fault.Column.LOST, "its client never saw the end, only " + cursor + " events");
        } else if (polled.isEmpty()) {
            fault(Fault.Column.LOST, "its status could not be read");
        } else {
            compare(ending.get(), polled.get());
        }
        return new Findings(List.copyOf(faults), List.copyOf(gaps));
    }

    record Findings(List<Fault> faults, List<Duration> gaps) {}

    private void compare(JsonObject told, JsonObject status) {
        boolean same = told.containsKey("result")
                ? "succeeded".equals(status.getString("status"))
                        && Objects.equals(told.getJsonObject("result"), status.getJsonObject("result"))
                : "failed".equals(status.getString("status"))
                        && Objects.equals(told.getString("error"), status.getString("error"))
                        && Objects.equals(told.getString("errorCode"), status.getString("errorCode"));
        if (!same) {
            fault(Fault.Column.LOST, "its stream ends with " + told + ", the poll says " + status);
        }
    }

    private void fault(Fault.Column column, String says) {
        faults.add(new Fault(column, "job " + order.jobId().orElseThrow() + " (" + order.title() + "): " + says));
    }
}
