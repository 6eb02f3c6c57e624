package dev.pressroom.http.stream;

import dev.pressroom.http.connection.ConnectionInternals;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * Where the frames of one stream go out. Counts what is on its way: a client that does not read must not pile it up.
 *
 * <p>It begins by gathering frames, since each write costs as much as everything else that a new stream needs: its head
 * and the first frames go out together.
 */
final class StreamWriter {
    /** A client has so long to take the rest of a stream that has ended. */
    private static final long LINGER_MILLIS = 30_000;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final int bufferBytes;
    private final Runnable onDrained;
    private Optional<Buffer> gathered = Optional.of(Buffer.buffer());
    private Optional<ConnectionInternals.ChunkWriter> chunks = Optional.empty();
    private int unsentBytes;
    private long movedNanos;
    private long wroteNanos;
    private boolean closed;

    /**
     * @param bufferBytes with more than these unsent there is no room
     * @param onDrained called each time when everything is sent
     */
    StreamWriter(Vertx vertx, HttpServerRequest request, int bufferBytes, Runnable onDrained) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.bufferBytes = bufferBytes;
        this.onDrained = onDrained;
    }

    /** Makes the head ready; {@code onClose} is called when the client goes. */
    void open(Runnable onClose) {
        putHeaders(response).setChunked(true);
        response.closeHandler(gone -> onClose.run());
        response.exceptionHandler(broken -> {});
    }

    static HttpServerResponse putHeaders(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no");
    }

    /** Sends the head with all that was gathered; from then on frames go out at once. */
    void flush() {
        Optional<Buffer> frames = gathered;
        gathered = Optional.empty();
        if (!closed) {
            frames.ifPresent(this::write);
        }
    }

    boolean hasRoom() {
        return !closed && unsentBytes <= bufferBytes;
    }

    void send(Buffer frame) {
        if (closed) {
            return;
        }
        wroteNanos = System.nanoTime();
        if (unsentBytes == 0) {
            movedNanos = wroteNanos;
        }
        unsentBytes += frame.length();
        gathered.ifPresentOrElse(frames -> frames.appendBuffer(frame), () -> write(frame));
    }

    private void write(Buffer frames) {
        int bytes = frames.length();
        if (chunks.isPresent()) {
            chunks.get().write(frames, () -> sent(bytes));
        } else {
            response.write(frames).onComplete(done -> sent(bytes));
        }
    }

    private void sent(int bytes) {
        unsentBytes -= bytes;
        movedNanos = System.nanoTime();
        if (unsentBytes == 0) {
            takeShortWay();
            onDrained.run();
        }
    }

    /** Not before all that went the long way is sent: it would be overtaken. */
    private void takeShortWay() {
        if (chunks.isEmpty()) {
            chunks = ConnectionInternals.chunkWriter(request);
        }
    }

    /** Since when nothing has been written, however much has been sent. */
    long silentNanos() {
        return System.nanoTime() - wroteNanos;
    }

    /** For how long the client has taken nothing of what waits for it; 0 when nothing waits. */
    long stuckNanos() {
        return unsentBytes == 0 ? 0 : System.nanoTime() - movedNanos;
    }

    /** Ends the stream after what was sent. */
    void end() {
        flush();
        closed = true;
        long lingering = vertx.setTimer(LINGER_MILLIS, over -> ConnectionInternals.abort(request));
        response.end().onComplete(sent -> vertx.cancelTimer(lingering));
    }

    /** Cuts the client off. */
    void cut() {
        closed = true;
        ConnectionInternals.abort(request);
    }

    boolean isGone() {
        return response.closed();
    }
}
