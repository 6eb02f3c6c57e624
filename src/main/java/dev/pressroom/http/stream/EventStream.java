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
 * One client that watches a job. Durable events go out in the order of their numbers, each once: one that comes out of
 * order only says that there is something to read in Postgres. Transient ones go out when there is room.
 */
public final class EventStream extends JobStream implements LiveText.Client {
    private final EventStore events;
    private final LiveText text;
    private JobView job;
    private int cursor;
    private int newest;
    private boolean reading;
    private boolean behind;
    private boolean live;
    private Optional<Buffer> lastProgress = Optional.empty();

    /**
     * @param images as for {@link JobStream}
     * @param job as it stood when the stream was asked for
     * @param cursor number of the last durable event that the client has
     * @param bufferBytes a client with more unsent bytes is spared transient events, and read for later
     */
    public EventStream(
            Vertx vertx,
            EventStore events,
            HttpServerRequest request,
            ImageUrls images,
            JobView job,
            int cursor,
            int bufferBytes,
            Runnable onEnd) {
        super(vertx, request, images, job.id(), bufferBytes, onEnd);
        this.events = events;
        this.job = job;
        this.cursor = cursor;
        this.newest = job.lastEvent();
        this.text = new LiveText(vertx, job.id(), job.attempt(), this, () -> this.job.lease());
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
            text.askIfLacking();
        }
    }

    @Override
    public void progressed(Signal.ProgressUpdated signal, Buffer frame) {
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
    public void written(Signal.TextChunk signal, Buffer frame) {
        if (live) {
            text.take(signal, frame);
        }
    }

    /**
     * Reads what is stored after the cursor; what becomes known meanwhile is read after it. Much may become known before
     * the stream begins: in a cluster it takes a while until the feed is open.
     */
    @Override
    void catchUp() {
        if (reading || behind || !isOpen()) {
            return;
        }
        reading = true;
        int before = cursor;
        int known = newest;
        events.after(jobId(), cursor)
                .onSuccess(page -> {
                    reading = false;
                    deliver(page);
                    if (newest > cursor && (cursor > before || newest > known)) {
                        catchUp();
                    } else if (!live && !behind && !isEnded()) {
                        goLive();
                    }
                    text.askIfLacking();
                })
                .onFailure(cause -> {
                    reading = false;
                    notRead(cause);
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
        newest = Math.max(newest, cursor);
        text.attemptBegan(event.attempt());
        sendDurable(frame);
        if (event.isFinal()) {
            finish();
        }
    }

    /** The client reads again: what it missed is in Postgres. */
    @Override
    void drained() {
        if (behind) {
            behind = false;
            catchUp();
        }
        text.askIfLacking();
    }

    /** The client has all durable events: now what was transient, as far as it is known, and then everything. */
    private void goLive() {
        live = true;
        lastProgress.or(this::storedProgress).ifPresent(this::sendIfRoom);
        lastProgress = Optional.empty();
    }

    /** Not while durable events are missing: the text follows those of its attempt. */
    @Override
    public boolean takesText() {
        return live && !reading && !behind && hasRoom();
    }

    /** None, when the job is not in a step. */
    private Optional<Buffer> storedProgress() {
        return job.currentStep()
                .map(step -> SseFrames.progress(progressOf(job, step).encode()));
    }

    private static JsonObject progressOf(JobView job, String step) {
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
