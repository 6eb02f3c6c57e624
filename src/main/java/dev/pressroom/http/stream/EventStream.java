package dev.pressroom.http.stream;

import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobView;
import dev.pressroom.job.Signal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Streams the events of a job to one client. Durable events are sent in the order of their numbers, each once; after
 * one that arrives out of order they are read from Postgres. Transient events are sent only while the send buffer has
 * room.
 *
 * <p>Events that the client does not want are read and skipped, so that it resumes at any number with any filter.
 */
class EventStream extends JobStream implements LiveText.Client {
    private final EventStore events;
    private final EventFilter filter;
    private final LiveText text;
    private JobView job;
    private Optional<Runner> runner;
    private int cursor;
    private int lastEvent;
    private boolean reading;

    /** The send buffer was full for a durable event; the rest is read when all frames have been sent. */
    private boolean behind;

    private boolean live;

    /** The newest attempt whose complete article was sent; 0 before. */
    private int articleAttempt;

    private Optional<Signal.ProgressUpdated> lastProgress = Optional.empty();

    /**
     * @param job as read when the stream was requested
     * @param cursor number of the last durable event that the client has received
     * @param onEnd called once, when the stream has ended
     */
    EventStream(StreamClient client, EventStore events, JobView job, int cursor, EventFilter filter, Runnable onEnd) {
        super(client, job.id(), onEnd);
        this.events = events;
        this.filter = filter;
        this.job = job;
        this.cursor = cursor;
        this.lastEvent = job.lastEvent();
        this.runner = Runner.of(job);
        this.text = new LiveText(client.vertx(), job.id(), job.attempt(), this, () -> this.runner.map(Runner::node));
    }

    /** The job as last read. */
    final JobView job() {
        return job;
    }

    /** The newest attempt that is known. */
    final int attempt() {
        return text.attempt();
    }

    @Override
    public void eventAppended(JobEvent event, SharedFrame frame) {
        lastEvent = Math.max(lastEvent, event.seq());
        if (live && !reading && !behind && event.seq() == cursor + 1 && !needsMore(List.of(event))) {
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
    public boolean receivesTransient() {
        return filter.includes("progress-update") || filter.includes("content-chunk");
    }

    @Override
    public Optional<Runner> runner() {
        return runner;
    }

    @Override
    public void runStarted(Runner started) {
        runsOn(started);
        if (live) {
            text.runStarted(started.attempt());
        }
    }

    private void runsOn(Runner next) {
        boolean isMoved = runner.filter(next::takesOverFrom).isPresent();
        runner = Runner.newer(runner, next);
        if (isMoved) {
            text.restarted();
        }
    }

    @Override
    public void rowRead(JobView row) {
        job = row;
        Runner.of(row).ifPresent(this::runsOn);
        if (row.status().isFinal() && cursor >= row.lastEvent()) {
            finish();
        } else {
            jobChanged(row.lastEvent());
            text.checked();
        }
    }

    @Override
    public void progressUpdated(Signal.ProgressUpdated signal, Supplier<Buffer> frame) {
        if (signal.attempt() < text.attempt() || !filter.includes("progress-update")) {
            return;
        }
        if (live) {
            sendProgress(signal.data(), frame);
        } else {
            lastProgress = Optional.of(signal);
        }
    }

    @Override
    public void textAppended(Signal.TextChunk chunk, Supplier<Buffer> frame) {
        if (live && filter.includes("content-chunk")) {
            text.receive(chunk, frame);
        }
    }

    /** Whether {@link #readMore} must be called before these events are sent. */
    boolean needsMore(List<JobEvent> page) {
        return false;
    }

    /** Reads what is sent together with these events, apart from the events themselves. */
    Future<Void> readMore(List<JobEvent> page) {
        return Future.succeededFuture();
    }

    /**
     * Reads the events after the cursor, and again those that are reported meanwhile. Events may also have been reported
     * before the stream begins: in a cluster a subscription takes a while.
     */
    @Override
    final void catchUp() {
        if (reading || behind || !isOpen()) {
            return;
        }
        reading = true;
        int before = cursor;
        int lastBefore = lastEvent;
        events.after(jobId(), cursor)
                .compose(page -> needsMore(page) ? readMore(page).map(page) : Future.succeededFuture(page))
                .onSuccess(page -> {
                    reading = false;
                    deliver(page);
                    if (lastEvent > cursor && (cursor > before || lastEvent > lastBefore)) {
                        catchUp();
                    } else if (!live && !behind && !isEnded()) {
                        live = true;
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
            deliver(event, new SharedFrame(() -> SseFrames.durable(event)));
        }
    }

    private void deliver(JobEvent event, SharedFrame frame) {
        if (!hasRoom()) {
            behind = true;
            return;
        }
        cursor = event.seq();
        lastEvent = Math.max(lastEvent, cursor);
        text.attemptStarted(event.attempt());
        if (event.name().equals("blog-result")) {
            articleAttempt = event.attempt();
        }
        if (filter.includes(event.name())) {
            sendEvent(event, frame);
        }
        if (event.isFinal()) {
            finish();
        }
    }

    @Override
    final void drained() {
        if (behind) {
            behind = false;
            catchUp();
        }
        text.requestIfMissing();
    }

    /**
     * The client has all durable events: sends the last progress, unless it is that of an earlier attempt than these; from now
     * on events are forwarded as they arrive.
     */
    void goLive() {
        if (filter.includes("progress-update")) {
            lastProgress
                    .filter(signal -> signal.attempt() >= text.attempt())
                    .map(Signal.ProgressUpdated::data)
                    .or(this::progressFromRow)
                    .ifPresent(data -> sendProgress(data, () -> SseFrames.progress(data)));
        }
        lastProgress = Optional.empty();
    }

    /** Sends a durable event. */
    void sendEvent(JobEvent event, SharedFrame frame) {
        sendDurable(frame);
    }

    /** @param data of the event {@code progress-update}, JSON text */
    void sendProgress(String data, Supplier<Buffer> frame) {
        sendIfRoom(frame);
    }

    @Override
    public void sendText(int offset, String part, Supplier<Buffer> frame) {
        send(frame.get());
    }

    /**
     * False while durable events are missing: the text comes after those of its attempt. False after the complete article,
     * which a chunk may follow.
     */
    @Override
    public boolean acceptsText() {
        return live
                && !reading
                && !behind
                && articleAttempt < text.attempt()
                && hasRoom()
                && filter.includes("content-chunk");
    }

    /** Empty when the job is not in a step, or the row was read in an earlier attempt. */
    private Optional<String> progressFromRow() {
        return job.currentStep()
                .filter(step -> job.attempt() >= text.attempt())
                .map(step -> progressJson(job, step).encode());
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
