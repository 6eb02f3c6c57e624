package dev.pressroom.http.request;

import dev.pressroom.http.connection.ConnectionInternals;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Discards the rest of a body whose request already has its response. If the connection were closed at once, a client that
 * is still sending would lose the response: the operating system resets a connection with unread bytes, and browsers then
 * report a network error.
 */
final class BodyDrain {
    /** Maximum number of discarded bytes. Then reading stops, until the timeout closes the connection. */
    static final int MAX_BYTES = 256 * 1024;

    private static final long TIMEOUT_MILLIS = 2000;
    private static final int HTTP_2_NO_ERROR = 0;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final boolean closesConnection;
    private long discardedBytes;
    private long timer;

    /** @param closesConnection whether the response has {@code Connection: close} */
    BodyDrain(Vertx vertx, HttpServerRequest request, boolean closesConnection) {
        this.vertx = vertx;
        this.request = request;
        this.closesConnection = closesConnection;
    }

    /**
     * Discards bytes until the body ends, for at most 2 s; then closes the connection, unless the body has ended and
     * the response has no {@code Connection: close}. Over HTTP/2 the stream is reset at once.
     */
    void begin() {
        request.handler(this::discard).endHandler(end -> finish()).exceptionHandler(e -> vertx.cancelTimer(timer));
        if (request.version() == HttpVersion.HTTP_2) {
            request.resume();
            vertx.runOnContext(later -> endStream());
            return;
        }
        timer = vertx.setTimer(TIMEOUT_MILLIS, id -> ConnectionInternals.abort(request));
        request.resume();
    }

    /** Resets the HTTP/2 stream with NO_ERROR (RFC 9113, section 8.1); other streams of the connection continue. */
    private void endStream() {
        if (!request.isEnded()) {
            request.response().reset(HTTP_2_NO_ERROR);
        }
    }

    private void discard(Buffer chunk) {
        discardedBytes += chunk.length();
        if (discardedBytes > MAX_BYTES) {
            ConnectionInternals.stopReading(request);
        }
    }

    private void finish() {
        vertx.cancelTimer(timer);
        if (closesConnection) {
            request.connection().close();
        }
    }
}
