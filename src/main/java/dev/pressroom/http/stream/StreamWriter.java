package dev.pressroom.http.stream;

import dev.pressroom.http.connection.ChunkWriter;
import dev.pressroom.http.connection.ConnectionInternals;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
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

    private static final Runnable NOTHING = () -> {};

    private final Vertx vertx;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final int bufferBytes;
    private final Runnable onDrained;

    /** Called once, when the first frames have been sent. */
    private Runnable onBegun;

    private Optional<Buffer> gathered = Optional.of(Buffer.buffer());
    private Optional<ChunkWriter> chunkWriter = Optional.empty();
    private int unsentBytes;
    private long lastProgressNanos;
    private long lastSendNanos;
    private boolean closed;

    /** @param onDrained called each time when all frames have been written to the socket */
    StreamWriter(StreamClient client, Runnable onDrained) {
        this.vertx = client.vertx();
        this.connection = client.request().connection();
        this.response = client.request().response();
        this.bufferBytes = client.bufferBytes();
        this.onDrained = onDrained;
        this.onBegun = () -> begin(client);
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
        if (gathered.isPresent()) {
            gathered.get().appendBuffer(frame);
        } else {
            write(frame);
        }
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
            onBegun.run();
            onDrained.run();
        }
    }

    /** Only when nothing is unsent: the chunk writer would overtake frames that Vert.x still holds. */
    private void begin(StreamClient client) {
        onBegun = NOTHING;
        if (!closed && !response.closed()) {
            chunkWriter = ConnectionInternals.chunkWriter(client.request());
            client.onBegun().run();
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
        chunkWriter.ifPresent(ChunkWriter::close);
        long timer = vertx.setTimer(LINGER_MILLIS, id -> ConnectionInternals.abort(connection, response));
        response.end().onComplete(sent -> vertx.cancelTimer(timer));
    }

    /** Disconnects the client without sending the rest. */
    void abort() {
        closed = true;
        ConnectionInternals.abort(connection, response);
    }

    /** Whether the client has disconnected. */
    boolean isClosed() {
        return response.closed();
    }
}
