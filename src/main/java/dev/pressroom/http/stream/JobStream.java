package dev.pressroom.http.stream;

import dev.pressroom.http.request.ImageUrls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream of server-sent events about a job to one client: its start, keep-alive, age limit and end. */
abstract class JobStream implements JobSubscriber {
    private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);
    private static final int RETRY_MILLIS = 2000;
    private static final long STALL_CONFIRM_NANOS = 500_000_000;

    private final UUID jobId;
    private final StreamWriter writer;
    private final ImageUrls imageUrls;
    private final Runnable onEnd;
    private final long openedNanos = System.nanoTime();
    private boolean opened;
    private boolean ended;
    private boolean warned;
    private long stalledSinceNanos;
    private boolean stalled;

    /** @param onEnd called once, when the stream has ended for any reason */
    JobStream(StreamClient client, UUID jobId, Runnable onEnd) {
        this.imageUrls = client.imageUrls();
        this.jobId = jobId;
        this.onEnd = onEnd;
        this.writer = new StreamWriter(client, this::drained);
    }

    /**
     * Reads the stored events that the client does not have and sends them. Must call {@link #flush} also when reading
     * fails: the client waits for the head of the response.
     */
    abstract void catchUp();

    /** All frames have been written to the socket. */
    abstract void drained();

    /** Sends the head of the response and the stored events. Call it when the subscription is active. */
    final void begin() {
        if (ended || writer.isClosed()) {
            onOver();
            return;
        }
        open();
        sendOpening();
        catchUp();
    }

    /** Sends the first frames. */
    void sendOpening() {
        send(SseFrames.retry(RETRY_MILLIS));
        send(SseFrames.transientEvent(
                "connected",
                new JsonObject()
                        .put("connectionId", UUID.randomUUID().toString())
                        .put("jobId", jobId.toString())
                        .encode()));
    }

    /** Sends that the stream will soon reach its maximum age. */
    void sendTimeoutWarning() {
        send(SseFrames.transientEvent(
                "stream-timeout",
                new JsonObject()
                        .put("jobId", jobId.toString())
                        .put("message", "This stream will be closed soon. Reconnect to continue.")
                        .encode()));
    }

    /**
     * Sends the last frames of a stream that ends before its job.
     *
     * @param retryMillis after which the client should reconnect, if not after the usual time
     */
    void sendInterruption(OptionalInt retryMillis) {
        retryMillis.ifPresent(millis -> send(SseFrames.retry(millis)));
    }

    final UUID jobId() {
        return jobId;
    }

    private void open() {
        if (!opened && !writer.isClosed()) {
            opened = true;
            writer.open(this::onOver);
        }
    }

    /** Whether frames may be sent. Events that arrive before are read from Postgres when the stream begins. */
    final boolean isOpen() {
        return opened && !ended;
    }

    final boolean isEnded() {
        return ended;
    }

    final boolean hasRoom() {
        return writer.hasRoom();
    }

    final void send(Buffer frame) {
        writer.send(frame);
    }

    final void sendDurable(Buffer frame) {
        writer.send(imageUrls.absolute(frame));
    }

    final void sendDurable(SharedFrame frame) {
        writer.send(frame.absolute(imageUrls));
    }

    /** Sends the head of the response with the frames gathered so far. */
    final void flush() {
        writer.flush();
    }

    final void sendIfRoom(Supplier<Buffer> frame) {
        if (writer.hasRoom()) {
            writer.send(frame.get());
        }
    }

    final void logNotRead(Throwable cause) {
        LOG.atWarn()
                .addKeyValue("job", jobId)
                .addKeyValue("cause", cause.getMessage())
                .log("events could not be read and will be read later");
    }

    /**
     * Checks the timeouts; called about once a second. A client that does not read is disconnected only if it still does
     * not read half a second after that was detected: this node itself may have been paused before.
     *
     * @param keepAlive silence after which a comment is sent
     * @param maxAge after which the stream ends
     * @param warning time before {@code maxAge} at which the event {@code stream-timeout} is sent
     * @param slowClient for how long a client may read nothing
     */
    final void tick(Duration keepAlive, Duration maxAge, Duration warning, Duration slowClient) {
        if (!opened) {
            return;
        }
        long age = System.nanoTime() - openedNanos;
        if (isStalledFor(slowClient)) {
            LOG.atInfo().addKeyValue("job", jobId).log("stream closed because its client does not read");
            writer.abort();
            onOver();
        } else if (age > maxAge.toNanos()) {
            interrupt(OptionalInt.empty());
        } else if (age > maxAge.minus(warning).toNanos() && !warned) {
            warned = true;
            sendTimeoutWarning();
        } else if (writer.silentNanos() > keepAlive.toNanos()) {
            writer.send(SseFrames.KEEP_ALIVE);
        }
    }

    private boolean isStalledFor(Duration slowClient) {
        boolean before = stalled;
        stalled = writer.stalledNanos() > slowClient.toNanos();
        if (stalled && !before) {
            stalledSinceNanos = System.nanoTime();
        }
        return stalled && System.nanoTime() - stalledSinceNanos > STALL_CONFIRM_NANOS;
    }

    @Override
    public final void closed() {
        interrupt(OptionalInt.empty());
    }

    /** Ends the stream; asks the client to reconnect after {@code retryMillis}. */
    final void endWithRetry(int retryMillis) {
        interrupt(OptionalInt.of(retryMillis));
    }

    private void interrupt(OptionalInt retryMillis) {
        if (!ended) {
            open();
            if (opened) {
                sendInterruption(retryMillis);
            }
            finish();
        }
    }

    /** Ends the stream without a response: the request gets another one. */
    final void abandon() {
        onOver();
    }

    /**
     * Ends the stream. A stream that has not begun gets an empty response: an {@code EventSource} reconnects after it,
     * but not after an error.
     */
    final void finish() {
        if (!ended) {
            open();
            if (opened) {
                writer.end();
            }
            onOver();
        }
    }

    private void onOver() {
        if (!ended) {
            ended = true;
            onEnd.run();
        }
    }
}
