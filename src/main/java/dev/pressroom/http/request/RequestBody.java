package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.connection.ConnectionInternals;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/** The body of one request. What is left of it when the request is answered goes to {@link BodyDrain}. */
public final class RequestBody {
    private static final int UNKNOWN = -1;
    private static final int LARGEST_PREALLOCATED = 64 * 1024;

    private enum State {
        WAITING,
        READING,
        OVER
    }

    private final Vertx vertx;
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final ByteBudget budget;
    private final long declared;
    private final boolean awaitsContinue;
    private State state = State.WAITING;
    private boolean continued;
    private boolean closing;
    private Buffer bytes = Buffer.buffer();
    private long taken;
    private long limit;
    private long dueNanos;
    private Runnable onRead = () -> {};

    RequestBody(Vertx vertx, RoutingContext context, ByteBudget budget) {
        this.vertx = vertx;
        this.context = context;
        this.request = context.request();
        this.budget = budget;
        this.declared = declared(request);
        this.awaitsContinue = "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    /** Whether the head says that a body follows. Over HTTP/2 one may follow in any case. */
    static boolean isAnnounced(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || declared(request) > 0;
    }

    private static long declared(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? UNKNOWN : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    void watch() {
        context.addHeadersEndHandler(head -> announceClose());
        context.addEndHandler(this::end);
    }

    /** The request is answered, or its connection is about to be closed. */
    private void end(AsyncResult<Void> answered) {
        if (answered.failed()) {
            failIfMalformed(answered.cause());
        }
        release();
    }

    /** What arrives while it is still being found out who calls must wait, most of it with the client. */
    void pauseUnlessRead() {
        if (state == State.WAITING) {
            request.pause();
        }
    }

    /**
     * Goes on when the body is there.
     *
     * @param limit in bytes
     * @param dueNanos by {@link System#nanoTime}
     * @param onRead called in any case, when there is nothing more to read
     */
    void read(int limit, long dueNanos, Runnable onRead) {
        this.limit = limit;
        this.dueNanos = dueNanos;
        this.onRead = onRead;
        state = State.READING;
        if (declared > limit) {
            fail(tooLarge(limit));
        } else if (request.isEnded()) {
            finish();
        } else {
            bytes = Buffer.buffer((int) Math.min(Math.max(declared, 0), LARGEST_PREALLOCATED));
            letContinue();
            request.handler(this::take).endHandler(end -> finish()).resume();
        }
    }

    private void letContinue() {
        if (awaitsContinue && request.version() != HttpVersion.HTTP_1_0) {
            continued = true;
            context.response().writeContinue();
        }
    }

    private void take(Buffer chunk) {
        if (state != State.READING) {
            return;
        }
        if (bytes.length() + chunk.length() > limit) {
            fail(tooLarge(limit));
        } else if (!budget.take(chunk.length())) {
            fail(new Failure(ErrorCode.OVERLOADED, "Too many requests are being read here. Try again shortly."));
        } else {
            taken += chunk.length();
            bytes.appendBuffer(chunk);
        }
    }

    private void finish() {
        if (state == State.READING) {
            state = State.OVER;
            onRead.run();
            ((RoutingContextInternal) context).setBody(bytes);
            bytes = Buffer.buffer();
            context.next();
        }
    }

    /** The decoder closes the connection after this: the answer is sent before, if the client is still there. */
    private void failIfMalformed(Throwable cause) {
        if (state != State.OVER && !context.response().closed() && !(cause instanceof HttpClosedException)) {
            fail(new Failure(ErrorCode.VALIDATION_FAILED, "The request's body is not valid HTTP."));
            ConnectionInternals.flush(request);
        }
    }

    void failIfLate(long nowNanos) {
        if (state == State.READING && nowNanos - dueNanos > 0) {
            fail(new Failure(ErrorCode.REQUEST_TIMEOUT, "The request's body took too long to arrive."));
        }
    }

    private void fail(Failure failure) {
        state = State.OVER;
        bytes = Buffer.buffer();
        onRead.run();
        context.fail(failure);
    }

    static Failure tooLarge(long limit) {
        return new Failure(ErrorCode.BODY_TOO_LARGE, "The request's body is too large: at most " + limit + " bytes.");
    }

    /** Says so when the connection will not outlive the answer, because too much of the body may still come. */
    private void announceClose() {
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            boolean mayBeSkipped = awaitsContinue && !continued;
            closing = mayBeSkipped || declared == UNKNOWN || declared > BodyDrain.MOST_BYTES;
            if (closing) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        }
    }

    private void release() {
        state = State.OVER;
        onRead.run();
        budget.giveBack(taken);
        taken = 0;
        bytes = Buffer.buffer();
        boolean gone = context.response().closed();
        if (!request.isEnded() && !gone) {
            new BodyDrain(vertx, request, closing).begin();
        }
    }
}
