package dev.pressroom.http.stream;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Sends the same event to all open streams of a verticle at a fixed interval. Asks for the event only while a stream is open.
 * A client that does not read misses events, and is disconnected after a time.
 */
public final class RepeatedStream {
    private static final int RETRY_MILLIS = 2000;
    private static final int SHUTDOWN_RETRY_MILLIS = 500;
    private static final int MAX_OPEN = 100;

    private final Vertx vertx;
    private final Duration interval;
    private final Settings.Streams settings;
    private final Supplier<Future<Buffer>> frames;
    private final Map<StreamWriter, Long> openedNanos = new HashMap<>();
    private long timer;
    private boolean stopped;

    /** @param frames the next event, made by {@link #frame}; a failure is sent as a comment */
    public RepeatedStream(Vertx vertx, Duration interval, Settings.Streams settings, Supplier<Future<Buffer>> frames) {
        this.vertx = vertx;
        this.interval = interval;
        this.settings = settings;
        this.frames = frames;
    }

    /** Encodes an event; {@code json} is one line. */
    public static Buffer frame(String name, String json) {
        return SseFrames.transientEvent(name, json);
    }

    /** Opens a stream for a request with valid credentials, and sends the first event at once. */
    public void open(RoutingContext context) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            StreamWriter.putHeaders(context.response()).end();
            return;
        }
        if (stopped || openedNanos.size() >= MAX_OPEN) {
            context.fail(
                    new Failure(ErrorCode.OVERLOADED, "Too many streams are open on this node. Try again shortly."));
            return;
        }
        StreamWriter writer = new StreamWriter(StreamClient.of(context, settings.bufferBytes()), () -> {});
        writer.open(() -> close(writer));
        writer.send(SseFrames.retry(RETRY_MILLIS));
        writer.flush();
        if (openedNanos.isEmpty()) {
            timer = vertx.setPeriodic(interval.toMillis(), tick -> tick());
        }
        openedNanos.put(writer, System.nanoTime());
        next().onSuccess(frame -> send(writer, frame));
    }

    private Future<Buffer> next() {
        return frames.get().otherwise(SseFrames.KEEP_ALIVE);
    }

    private void tick() {
        List.copyOf(openedNanos.entrySet()).forEach(stream -> endIfOver(stream.getKey(), stream.getValue()));
        if (!openedNanos.isEmpty()) {
            next().onSuccess(frame -> List.copyOf(openedNanos.keySet()).forEach(writer -> send(writer, frame)));
        }
    }

    private void endIfOver(StreamWriter writer, long opened) {
        if (writer.stalledNanos() > settings.slowClient().toNanos()) {
            writer.abort();
            close(writer);
        } else if (System.nanoTime() - opened > settings.maxAge().toNanos()) {
            writer.end();
            close(writer);
        }
    }

    private void send(StreamWriter writer, Buffer frame) {
        if (openedNanos.containsKey(writer) && writer.hasRoom()) {
            writer.send(frame);
        }
    }

    private void close(StreamWriter writer) {
        if (openedNanos.remove(writer) != null && openedNanos.isEmpty()) {
            vertx.cancelTimer(timer);
        }
    }

    /** Ends all streams with a hint to reconnect, because the node stops. */
    public void stop() {
        stopped = true;
        List.copyOf(openedNanos.keySet()).forEach(writer -> {
            writer.send(SseFrames.retry(SHUTDOWN_RETRY_MILLIS));
            writer.end();
            close(writer);
        });
    }
}
