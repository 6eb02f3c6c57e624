package dev.pressroom.http.stream;

import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Signal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Streams the events of a job to one client. Durable events are sent in the order of their numbers, each once; after
 * one that arrives out of order they are read from Postgres. Transient events are sent only while the send buffer has
 * room.
 */
final class EventStream extends JobStream implements LiveText.Client {
    private final EventStore events;
    private final LiveText text;
    private JobView job;
    private int cursor;
    private int lastEvent;
    private boolean reading;

    /** The send buffer was full for a durable event; the rest is read when all frames have been sent. */
    private boolean behind;

    private boolean live;
    private Optional<Buffer> lastProgress = Optional.empty();

    /**
     * @param job as read when the stream was requested
     * @param cursor number of the last durable event that the client has received
     * @param bufferBytes limit of unsent bytes: beyond it transient events are dropped and durable ones deferred
     * @param onEnd called once, when the stream has ended
     */
    EventStream(
            Vertx vertx,
            EventStore events,
            HttpServerRequest request,
            ImageUrls imageUrls,
            JobView job,
            int cursor,
            int bufferBytes,
            Runnable onEnd) {
        super(vertx, request, imageUrls, job.id(), bufferBytes, onEnd);
        this.events = events;
        this.job = job;
        this.cursor = cursor;
        this.lastEvent = job.lastEvent();
        this.text = new LiveText(vertx, job.id(), job.attempt(), this, () -> this.job.lease());
    }

    @Override
    public void eventAppended(JobEvent event, Buffer frame) {
        lastEvent = Math.max(lastEvent, event.seq());
        if (live && !reading && !behind && event.seq() == cursor + 1) {
            deliver(event, frame);
        } else if (event.seq() > cursor) {
            catchUp();
        }
    }

    @Override
    public void jobChanged(int number) {
        lastEvent = Math.max(lastEvent, number);
        if (lastEvent > cursor || !live) {
            catchUp();
        }
    }

    @Override
    public void rowRead(JobView row) {
        job = row;
        if (row.status().isFinal() && cursor >= row.lastEvent()) {
            finish();
        } else {
            jobChanged(row.lastEvent());
            text.requestIfMissing();
        }
    }

    @Override
    public void progressUpdated(Signal.ProgressUpdated signal, Buffer frame) {
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
    public void textAppended(Signal.TextChunk chunk, Buffer frame) {
        if (live) {
            text.receive(chunk, frame);
        }
    }

    /**
     * Reads the events after the cursor, and again those that are reported meanwhile. Events may also have been reported
     * before the stream begins: in a cluster a subscription takes a while.
     */
    @Override
    void catchUp() {
        if (reading || behind || !isOpen()) {
            return;
        }
        reading = true;
        int before = cursor;
        int lastBefore = lastEvent;
        events.after(jobId(), cursor)
                .onSuccess(page -> {
                    reading = false;
                    deliver(page);
                    if (lastEvent > cursor && (cursor > before || lastEvent > lastBefore)) {
                        catchUp();
                    } else if (!live && !behind && !isEnded()) {
                        goLive();
                    }
                    text.requestIfMissing();
                })
                .onFailure(cause -> {
                    reading = false;
                    logNotRead(cause);
                })
                .onComplete(read -> flush());
    }

    private void deliver(List<JobEvent> page) {
        for (JobEvent event : page) {
            if (isEnded() || behind || event.seq() != cursor + 1) {
                return;
            }
            deliver(event, SseFrames.durable(event));
        }
    }

    private void deliver(JobEvent event, Buffer frame) {
        if (!hasRoom()) {
            behind = true;
            return;
        }
        cursor = event.seq();
        lastEvent = Math.max(lastEvent, cursor);
        text.attemptStarted(event.attempt());
        sendDurable(frame);
        if (event.isFinal()) {
            finish();
        }
    }

    @Override
    void drained() {
        if (behind) {
            behind = false;
            catchUp();
        }
        text.requestIfMissing();
    }

    /** The client has all durable events: sends the last progress; from now on events are forwarded as they arrive. */
    private void goLive() {
        live = true;
        lastProgress.or(this::progressFromRow).ifPresent(this::sendIfRoom);
        lastProgress = Optional.empty();
    }

    /** False while durable events are missing: the text comes after those of its attempt. */
    @Override
    public boolean acceptsText() {
        return live && !reading && !behind && hasRoom();
    }

    /** Empty when the job is not in a step. */
    private Optional<Buffer> progressFromRow() {
        return job.currentStep()
                .map(step -> SseFrames.progress(progressJson(job, step).encode()));
    }

    private static JsonObject progressJson(JobView job, String step) {
        JsonObject data = new JsonObject()
                .put("progress", job.progress())
                .put("currentStep", step)
                .put(
                        "estimatedTimeRemaining",
                        job.etaSeconds().isPresent() ? job.etaSeconds().getAsInt() : null);
        job.phase().ifPresent(phase -> data.put("phase", phase));
        return data;
    }
}
