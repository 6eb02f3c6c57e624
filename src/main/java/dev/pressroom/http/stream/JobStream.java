package dev.pressroom.http.stream;

import dev.pressroom.http.request.ImageUrls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client that watches a job over server-sent events: how a stream opens, ages and ends, whatever it tells. */
abstract class JobStream implements JobSubscriber {
    private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);
    private static final int RETRY_MILLIS = 2000;
    private static final long SECOND_LOOK_NANOS = 500_000_000;

    private final UUID jobId;
    private final StreamWriter streamWriter;
    private final ImageUrls images;
    private final Runnable onEnd;
    private final long openedNanos = System.nanoTime();
    private boolean opened;
    private boolean ended;
    private boolean warned;
    private long stuckSinceNanos;
    private boolean stuck;

    /**
     * @param images makes the URLs in durable events absolute
     * @param bufferBytes a client with more unsent bytes has no room
     * @param onEnd called once, when the stream is over for whatever reason
     */
    JobStream(Vertx vertx, HttpServerRequest request, ImageUrls images, UUID jobId, int bufferBytes, Runnable onEnd) {
        this.images = images;
        this.jobId = jobId;
        this.onEnd = onEnd;
        this.streamWriter = new StreamWriter(vertx, request, bufferBytes, this::drained);
    }

    /**
     * Reads what is stored and the client does not have yet. Whether or not it can be read, {@link #flush} follows: the
     * client waits for the head of the stream.
     */
    abstract void catchUp();

    /** All that was sent has reached the client. */
    abstract void drained();

    /** Sends the head with what the client has missed, then goes live. To be called when the feed is open. */
    public final void begin() {
        if (ended || streamWriter.isGone()) {
            over();
            return;
        }
        open();
        streamWriter.send(SseFrames.retry(RETRY_MILLIS));
        streamWriter.send(SseFrames.passing(
                "connected",
                new JsonObject()
                        .put("connectionId", UUID.randomUUID().toString())
                        .put("jobId", jobId.toString())
                        .encode()));
        catchUp();
    }

    final UUID jobId() {
        return jobId;
    }

    private void open() {
        if (!opened && !streamWriter.isGone()) {
            opened = true;
            streamWriter.open(this::over);
        }
    }

    /** Whether anything may be sent: what happens before is read when the stream begins. */
    final boolean isOpen() {
        return opened && !ended;
    }

    final boolean isEnded() {
        return ended;
    }

    final boolean hasRoom() {
        return streamWriter.hasRoom();
    }

    public final void send(Buffer frame) {
        streamWriter.send(frame);
    }

    final void sendDurable(Buffer frame) {
        streamWriter.send(images.absolute(frame));
    }

    /** Lets the head of the stream go, and all that is to go with it. */
    final void flush() {
        streamWriter.flush();
    }

    final boolean sendIfRoom(Buffer frame) {
        if (!streamWriter.hasRoom()) {
            return false;
        }
        streamWriter.send(frame);
        return true;
    }

    final void notRead(Throwable cause) {
        LOG.atWarn()
                .addKeyValue("job", jobId)
                .addKeyValue("cause", cause.getMessage())
                .log("events not read, will be tried again");
    }

    /**
     * Looks at the clock; called about once a second. A client is cut off when it is still stuck half a second after that
     * was found: before, this node itself may have stood still.
     *
     * @param warning how long before its greatest age a stream is told that it closes
     */
    public final void tick(Duration keepAlive, Duration maxAge, Duration warning, Duration slowClient) {
        if (!opened) {
            return;
        }
        long age = System.nanoTime() - openedNanos;
        if (isStuckFor(slowClient)) {
            LOG.atInfo().addKeyValue("job", jobId).log("stream cut off, its client does not read");
            streamWriter.cut();
            over();
        } else if (age > maxAge.toNanos()) {
            finish();
        } else if (age > maxAge.minus(warning).toNanos() && !warned) {
            warned = true;
            streamWriter.send(SseFrames.passing(
                    "stream-timeout",
                    new JsonObject()
                            .put("jobId", jobId.toString())
                            .put("message", "This stream closes in a moment. Connect again to go on.")
                            .encode()));
        } else if (streamWriter.silentNanos() > keepAlive.toNanos()) {
            streamWriter.send(SseFrames.KEEP_ALIVE);
        }
    }

    private boolean isStuckFor(Duration slowClient) {
        boolean before = stuck;
        stuck = streamWriter.stuckNanos() > slowClient.toNanos();
        if (stuck && !before) {
            stuckSinceNanos = System.nanoTime();
        }
        return stuck && System.nanoTime() - stuckSinceNanos > SECOND_LOOK_NANOS;
    }

    @Override
    public final void gone() {
        finish();
    }

    /** Ends the stream with a hint to come back soon. */
    final void leave(int retryMillis) {
        open();
        if (opened) {
            streamWriter.send(SseFrames.retry(retryMillis));
        }
        finish();
    }

    /** A stream that had not begun yet is an empty one then: clients come back to those, and not after an error. */
    final void finish() {
        if (!ended) {
            open();
            if (opened) {
                streamWriter.end();
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
