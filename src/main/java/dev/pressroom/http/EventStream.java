package dev.pressroom.http;

import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Signal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that watches a job. Durable events go out in the order of their numbers, each once: one that comes out of
 * order only says that there is something to read in Postgres. Transient ones go out when there is room.
 */
final class EventStream implements JobWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int RETRY_MILLIS = 2000;

    private final EventStore events;
    private final UUID jobId;
    private final Outlet outlet;
    private final LiveText text;
    private final Runnable onEnd;
    private final long openedNanos = System.nanoTime();
    private JobView job;
    private int cursor;
    private int newest;
    private boolean reading;
    private boolean behind;
    private boolean opened;
    private boolean live;
    private boolean ended;
    private boolean warned;
    private Optional<Buffer> lastProgress = Optional.empty();

    /**
     * @param job as it stood when the stream was asked for
     * @param cursor number of the last durable event that the client has
     * @param bufferBytes a client with more unsent bytes is spared transient events, and read for later
     * @param onEnd called once, when the stream is over for whatever reason
     */
    EventStream(
            Vertx vertx,
            EventStore events,
            HttpServerRequest request,
            JobView job,
            int cursor,
            int bufferBytes,
            Runnable onEnd) {
        this.events = events;
        this.jobId = job.id();
        this.job = job;
        this.cursor = cursor;
        this.newest = job.lastEvent();
        this.onEnd = onEnd;
        this.outlet = new Outlet(vertx, request, bufferBytes, this::drained);
        this.text = new LiveText(vertx, jobId, job.attempt(), () -> this.job.lease(), this::sendIfRoom);
    }

    /** Sends the head and what the client has missed, then goes live. To be called when the feed is open. */
    void begin() {
        if (ended || outlet.isGone()) {
            over();
            return;
        }
        open();
        outlet.send(Frames.retry(RETRY_MILLIS));
        outlet.send(Frames.passing(
                "connected",
                new JsonObject()
                        .put("connectionId", UUID.randomUUID().toString())
                        .put("jobId", jobId.toString())
                        .encode()));
        catchUp();
    }

    private void open() {
        if (!opened && !outlet.isGone()) {
            opened = true;
            outlet.open(this::over);
        }
    }

    @Override
    public void happened(JobEvent event, Buffer frame) {
        newest = Math.max(newest, event.seq());
        if (live && !reading && !behind && event.seq() == cursor + 1) {
            deliver(event, frame);
        } else if (event.seq() > cursor) {
            catchUp();
        }
    }

    @Override
    public void look(int lastEvent) {
        newest = Math.max(newest, lastEvent);
        if (newest > cursor || !live) {
            catchUp();
        }
    }

    @Override
    public void checked(JobView row) {
        job = row;
        if (row.status().isFinal() && cursor >= row.lastEvent()) {
            finish();
        } else {
            look(row.lastEvent());
        }
    }

    @Override
    public void gone() {
        finish();
    }

    @Override
    public void progressed(Signal.Progressed signal, Buffer frame) {
        if (signal.attempt() < text.attempt()) {
            return;
        }
        if (live) {
            sendIfRoom(frame);
        } else {
            lastProgress = Optional.of(frame);
        }
    }

    @Override
    public void written(Signal.Written signal, Buffer frame) {
        if (live) {
            text.take(signal, frame);
        }
    }

    /**
     * Reads what is stored after the cursor; what becomes known meanwhile is read after it. Much may become known before
     * the stream begins: in a cluster it takes a while until the feed is open.
     */
    private void catchUp() {
        if (!opened || reading || behind || ended) {
            return;
        }
        reading = true;
        int before = cursor;
        int known = newest;
        events.after(jobId, cursor)
                .onSuccess(page -> {
                    reading = false;
                    deliver(page);
                    if (newest > cursor && (cursor > before || newest > known)) {
                        catchUp();
                    } else if (!live && !behind && !ended) {
                        goLive();
                    }
                })
                .onFailure(cause -> {
                    reading = false;
                    LOG.atWarn()
                            .addKeyValue("job", jobId)
                            .addKeyValue("cause", cause.getMessage())
                            .log("events not read, will be tried again");
                });
    }

    private void deliver(List<JobEvent> page) {
        for (JobEvent event : page) {
            if (ended || behind || event.seq() != cursor + 1) {
                return;
            }
            deliver(event, Frames.durable(event));
        }
    }

    private void deliver(JobEvent event, Buffer frame) {
        if (!outlet.hasRoom()) {
            behind = true;
            return;
        }
        cursor = event.seq();
        newest = Math.max(newest, cursor);
        text.attemptBegan(event.attempt());
        outlet.send(frame);
        if (event.isFinal()) {
            finish();
        }
    }

    /** The client reads again: what it missed is in Postgres. */
    private void drained() {
        if (behind) {
            behind = false;
            catchUp();
        }
    }

    /** The client has all durable events: now what was transient, as far as it is known, and then everything. */
    private void goLive() {
        live = true;
        if (job.status() == JobStatus.RUNNING) {
            sendIfRoom(
                    lastProgress.orElseGet(() -> Frames.progress(progressOf(job).encode())));
            text.ask();
        } else {
            lastProgress.ifPresent(this::sendIfRoom);
        }
        lastProgress = Optional.empty();
    }

    private static JsonObject progressOf(JobView job) {
        JsonObject data = new JsonObject()
                .put("progress", job.progress())
                .put("currentStep", job.currentStep().orElse(null))
                .put(
                        "estimatedTimeRemaining",
                        job.etaSeconds().isPresent() ? job.etaSeconds().getAsInt() : null);
        job.phase().ifPresent(phase -> data.put("phase", phase));
        return data;
    }

    /**
     * Looks at the clock; called about once a second.
     *
     * @param warning how long before its greatest age a stream is told that it closes
     */
    void tick(Duration keepAlive, Duration maxAge, Duration warning, Duration slowClient) {
        if (!opened) {
            return;
        }
        long age = System.nanoTime() - openedNanos;
        if (outlet.stuckNanos() > slowClient.toNanos()) {
            LOG.atInfo().addKeyValue("job", jobId).log("stream cut off, its client does not read");
            outlet.cut();
            over();
        } else if (age > maxAge.toNanos()) {
            finish();
        } else if (age > maxAge.minus(warning).toNanos() && !warned) {
            warned = true;
            outlet.send(Frames.passing(
                    "stream-timeout",
                    new JsonObject()
                            .put("jobId", jobId.toString())
                            .put("message", "This stream closes in a moment. Connect again to go on.")
                            .encode()));
        } else if (outlet.silentNanos() > keepAlive.toNanos()) {
            outlet.send(Frames.KEEP_ALIVE);
        }
    }

    /** Ends the stream with a hint to come back soon: this node is stopping. */
    void leave(int retryMillis) {
        open();
        if (opened) {
            outlet.send(Frames.retry(retryMillis));
        }
        finish();
    }

    private boolean sendIfRoom(Buffer frame) {
        if (!outlet.hasRoom()) {
            return false;
        }
        outlet.send(frame);
        return true;
    }

    /** A stream that had not begun yet is an empty one then: clients come back to those, and not after an error. */
    private void finish() {
        if (!ended) {
            open();
            if (opened) {
                outlet.end();
            }
            over();
        }
    }

    private void over() {
        if (!ended) {
            ended = true;
            onEnd.run();
        }
    }
}
