package dev.pressroom.http.stream;

import dev.pressroom.http.connection.ConnectionInternals;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * Writes the frames of one stream and counts the unsent bytes, so that a client that does not read cannot fill the memory.
 *
 * <p>The head of the response and the first frames are gathered until {@link #flush} and sent in one write: each write
 * costs as much as everything else that a new stream needs.
 */
final class StreamWriter {
    /** Time for a client to read the rest of a stream that has ended. */
    private static final long LINGER_MILLIS = 30_000;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final int bufferBytes;
    private final Runnable onDrained;
    private Optional<Buffer> gathered = Optional.of(Buffer.buffer());
    private Optional<ConnectionInternals.ChunkWriter> chunkWriter = Optional.empty();
    private int unsentBytes;
    private long lastProgressNanos;
    private long lastSendNanos;
    private boolean closed;

    /**
     * @param bufferBytes limit of unsent bytes, above which {@link #hasRoom} is false
     * @param onDrained called each time when all frames have been written to the socket
     */
    StreamWriter(Vertx vertx, HttpServerRequest request, int bufferBytes, Runnable onDrained) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.bufferBytes = bufferBytes;
        this.onDrained = onDrained;
    }

    /** Prepares the head of the response. {@code onClose} is called when the client disconnects. */
    void open(Runnable onClose) {
        putHeaders(response).setChunked(true);
        response.closeHandler(closed -> onClose.run());
        response.exceptionHandler(e -> {});
    }

    static HttpServerResponse putHeaders(HttpServerResponse response) {
        return response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
                .putHeader("X-Accel-Buffering", "no");
    }

    /** Sends the head with the gathered frames. Later frames are written at once. */
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
        lastSendNanos = System.nanoTime();
        if (unsentBytes == 0) {
            lastProgressNanos = lastSendNanos;
        }
        unsentBytes += frame.length();
        gathered.ifPresentOrElse(frames -> frames.appendBuffer(frame), () -> write(frame));
    }

    private void write(Buffer frames) {
        int bytes = frames.length();
        if (chunkWriter.isPresent()) {
            chunkWriter.get().write(frames, () -> onWritten(bytes));
        } else {
            response.write(frames).onComplete(done -> onWritten(bytes));
        }
    }

    private void onWritten(int bytes) {
        unsentBytes -= bytes;
        lastProgressNanos = System.nanoTime();
        if (unsentBytes == 0) {
            useChunkWriter();
            onDrained.run();
        }
    }

    /** Only when nothing is unsent: the chunk writer would overtake frames that Vert.x still holds. */
    private void useChunkWriter() {
        if (chunkWriter.isEmpty()) {
            chunkWriter = ConnectionInternals.chunkWriter(request);
            // Streams last long, and nothing reads the headers any more.
            chunkWriter.ifPresent(headSent -> request.headers().clear());
        }
    }

    /** Nanoseconds since the last {@link #send}. */
    long silentNanos() {
        return System.nanoTime() - lastSendNanos;
    }

    /** Nanoseconds since the client last read any of the unsent bytes; 0 when nothing is unsent. */
    long stalledNanos() {
        return unsentBytes == 0 ? 0 : System.nanoTime() - lastProgressNanos;
    }

    /** Ends the stream after the frames sent so far. */
    void end() {
        flush();
        closed = true;
        long timer = vertx.setTimer(LINGER_MILLIS, id -> ConnectionInternals.abort(request));
        response.end().onComplete(sent -> vertx.cancelTimer(timer));
    }

    /** Disconnects the client without sending the rest. */
    void abort() {
        closed = true;
        ConnectionInternals.abort(request);
    }

    /** Whether the client has disconnected. */
    boolean isClosed() {
        return response.closed();
    }
}
