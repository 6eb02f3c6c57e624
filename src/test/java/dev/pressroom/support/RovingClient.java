package dev.pressroom.support;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * A client of several nodes with the usual retries: after a failed connection or a 503 it repeats the request at the next
 * node; a stream that ends too early is resumed after the last event number.
 */
public final class RovingClient {
    private static final int MOST_TRIES = 120;
    private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();

    private final List<Api> nodes;
    private int current;
    private int retries;

    /** @param first index of the first node */
    public RovingClient(List<Api> nodes, int first) {
        this.nodes = List.copyOf(nodes);
        this.current = first;
    }

    /** Number of repeated requests. */
    public int retries() {
        return retries;
    }

    /** Creates a job and returns its id; fails when no node accepts it. */
    public UUID create(JsonObject order) {
        String key = UUID.randomUUID().toString();
        HttpResponse<String> answer = tried(node -> {
            HttpResponse<String> each = node.create(order, "Idempotency-Key", key);
            return new Tried<>(each.statusCode(), each);
        });
        if (answer.statusCode() != 201) {
            throw new AssertionError("not created: " + answer.statusCode() + " " + answer.body());
        }
        return UUID.fromString(Api.json(answer).getString("jobId"));
    }

    /** The numbers of all durable events of a job in the order of their arrival, until the final event. */
    public List<Integer> follow(UUID job) {
        List<Integer> seen = new ArrayList<>();
        while (true) {
            int last = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
            Sse stream = tried(node -> {
                Sse opened = node.stream(job, "Last-Event-ID", Integer.toString(last));
                return new Tried<>(opened.statusCode(), opened);
            });
            if (stream.statusCode() != 200) {
                throw new AssertionError("no stream: " + stream.statusCode());
            }
            seen.addAll(stream.awaitEnd().ids());
            if (!stream.events("complete").isEmpty() || !stream.events("failed").isEmpty()) {
                return seen;
            }
            move();
        }
    }

    private record Tried<T>(int status, T answer) {}

    private <T> T tried(Function<Api, Tried<T>> request) {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                Tried<T> tried = request.apply(nodes.get(current));
                if (tried.status() != 503) {
                    return tried.answer();
                }
            } catch (UncheckedIOException refused) {
                // The node is not there, or has just gone.
            }
            move();
        }
        throw new AssertionError("no node answers");
    }

    private void move() {
        retries++;
        current = (current + 1) % nodes.size();
        LockSupport.parkNanos(PAUSE_NANOS);
    }
}
