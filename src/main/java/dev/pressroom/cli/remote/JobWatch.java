package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.cli.io.EventParser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Follows the event stream of a job to its end. A connection that is lost, or silent for longer than {@link #SILENCE}, is
 * opened again after the last numbered event.
 */
final class JobWatch {
    /** The service sends something at least every 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    /** Time without a byte from the service, after which watching fails. */
    private static final Duration GIVE_UP = Duration.ofSeconds(60);

    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(2);
    private static final Set<Integer> RETRYABLE_STATUS = Set.of(429, 502, 503, 504);
    private static final String PROGRESS_EVENTS = "step-change,progress-update,attempt-failed";

    private final Remote remote;
    private final String path;
    private Optional<String> lastId = Optional.empty();
    private Duration retry = DEFAULT_RETRY;
    private String shown = "";
    private String lastLine = "";
    private OptionalInt exitCode = OptionalInt.empty();
    private long lastByteNanos = System.nanoTime();
    private boolean wasOpen;

    /** @param path of the job, without {@code /stream} */
    JobWatch(Remote remote, String path) {
        this.remote = remote;
        this.path = path;
    }

    /** Returns the exit code: 0 when the job has succeeded, 1 when it has failed. */
    int run() {
        while (exitCode.isEmpty()) {
            Duration wait = connect();
            if (exitCode.isEmpty()) {
                if (System.nanoTime() - lastByteNanos > GIVE_UP.toNanos()) {
                    throw remote.api().notReachable("the connection was lost, and reconnecting failed");
                }
                ServiceApi.pause(wait);
            }
        }
        return exitCode.getAsInt();
    }

    /** Reads one connection to its end. Returns the time to wait before the next one. */
    private Duration connect() {
        try {
            Query query = Query.empty().with("events", remote.out().isJson() ? null : PROGRESS_EVENTS);
            HttpResponse<InputStream> response = remote.api().stream(path + "/stream", query, lastId);
            int status = response.statusCode();
            if (status == 200) {
                wasOpen = true;
                read(response.body());
            } else if (status == 204) {
                ended(remote.api().get(path));
            } else if (wasOpen && RETRYABLE_STATUS.contains(status)) {
                response.body().close();
                return ServiceApi.retryAfter(response);
            } else {
                throw remote.api().failure(response);
            }
        } catch (IOException e) {
            if (!wasOpen) {
                throw remote.api().notReachable(ServiceApi.reason(e));
            }
        }
        return retry;
    }

    private void read(InputStream body) throws IOException {
        EventParser parser = new EventParser(this::onEvent);
        try (ByteQueue bytes = ByteQueue.reading(body)) {
            Optional<byte[]> chunk = bytes.next(SILENCE);
            while (chunk.isPresent() && exitCode.isEmpty()) {
                lastByteNanos = System.nanoTime();
                parser.feed(Buffer.buffer(chunk.get()));
                parser.retryMillis().ifPresent(millis -> retry = Duration.ofMillis(millis));
                chunk = exitCode.isEmpty() ? bytes.next(SILENCE) : Optional.empty();
            }
        }
    }

    private void onEvent(EventParser.Event event) {
        if (exitCode.isPresent()) {
            return;
        }
        lastId = event.id().or(() -> lastId);
        if (remote.out().isJson()) {
            remote.out()
                    .json(new JsonObject()
                            .put("event", event.name())
                            .put("id", event.id().orElse(null))
                            .put("data", event.data()));
        }
        switch (event.name()) {
            case "step-change", "progress-update" -> progress(event.data());
            case "attempt-failed" -> print("An earlier attempt failed: " + reason(event.data()));
            case "complete" -> succeeded();
            case "failed" -> failed(reason(event.data()));
            default -> {}
        }
    }

    /** A line for each step; on a terminal the progress within it is shown too. */
    private void progress(JsonObject data) {
        String step = Values.text(data.getValue("currentStep"));
        String line = Values.text(data.getValue("progress")) + " %  " + step;
        if (!step.isEmpty() && !step.equals(shown)) {
            shown = step;
            lastLine = line;
            print(line);
        }
        if (!line.equals(lastLine)) {
            lastLine = line;
            remote.out().transientLine(line);
        }
    }

    private void print(String line) {
        if (!remote.out().isJson()) {
            remote.out().endTransientLine();
            remote.out().line(line);
        }
    }

    private static String reason(JsonObject data) {
        return Values.text(data.getValue("error")) + " (" + Values.text(data.getValue("errorCode")) + ")";
    }

    private void succeeded() {
        print("The job has succeeded.");
        exitCode = OptionalInt.of(0);
    }

    private void failed(String reason) {
        remote.out().endTransientLine();
        remote.out().error("The job has failed: " + reason);
        exitCode = OptionalInt.of(1);
    }

    /** There are no more events: the end was between two connections. */
    private void ended(JsonObject job) {
        switch (Values.text(job.getValue("status"))) {
            case "succeeded" -> succeeded();
            case "failed" -> failed(reason(job));
            default -> throw new CommandFailure("The service has ended the stream before the job.");
        }
    }
}
