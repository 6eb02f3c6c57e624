package dev.pressroom.http.request;

import dev.pressroom.http.connection.ConnectionInternals;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Discards the rest of a body whose request is answered already. A client that is still sending would lose the answer
 * if the connection were closed at once: the system resets a connection that has unread bytes, and browsers then report
 * a network error.
 */
final class BodyDrain {
    /** Of a longer rest no more is read; the client keeps it. */
    static final int MOST_BYTES = 256 * 1024;

    private static final long MOST_MILLIS = 2000;
    private static final int HTTP_2_NO_ERROR = 0;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final boolean closing;
    private long discarded;
    private long timer;

    /** @param closing whether the answer said that the connection will be closed */
    BodyDrain(Vertx vertx, HttpServerRequest request, boolean closing) {
        this.vertx = vertx;
        this.request = request;
        this.closing = closing;
    }

    /** Discards for at most 2 s, then closes the connection, unless all has come and the client may go on using it. */
    void begin() {
        request.handler(this::discard).endHandler(end -> finish()).exceptionHandler(gone -> vertx.cancelTimer(timer));
        if (request.version() == HttpVersion.HTTP_2) {
            request.resume();
            vertx.runOnContext(later -> endStream());
            return;
        }
        timer = vertx.setTimer(MOST_MILLIS, over -> ConnectionInternals.cut(request));
        request.resume();
    }

    /** The client of a stream learns that nobody reads the rest; its other streams go on. */
    private void endStream() {
        if (!request.isEnded()) {
            request.response().reset(HTTP_2_NO_ERROR);
        }
    }

    private void discard(Buffer chunk) {
        discarded += chunk.length();
        if (discarded > MOST_BYTES) {
            ConnectionInternals.stopReading(request);
        }
    }

    private void finish() {
        vertx.cancelTimer(timer);
        if (closing) {
            request.connection().close();
        }
    }
}
