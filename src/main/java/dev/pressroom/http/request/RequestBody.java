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

/**
 * Receives the body of one request into memory, within a size limit, a deadline and the byte budget of the node. The rest
 * of a body whose request already has its response is discarded by {@link BodyDrain}.
 */
final class RequestBody {
    private static final int UNKNOWN = -1;
    private static final int MAX_PREALLOCATED_BYTES = 64 * 1024;

    private enum State {
        WAITING,
        READING,
        DONE
    }

    private final Vertx vertx;
    private final RoutingContext context;
    private final HttpServerRequest request;
    private final ByteBudget budget;
    private final long contentLength;
    private final boolean awaitsContinue;
    private State state = State.WAITING;
    private boolean sentContinue;
    private boolean closesConnection;
    private Buffer received = Buffer.buffer();
    private long budgetedBytes;
    private long maxBytes;
    private long deadlineNanos;
    private Runnable onDone = () -> {};

    RequestBody(Vertx vertx, RoutingContext context, ByteBudget budget) {
        this.vertx = vertx;
        this.context = context;
        this.request = context.request();
        this.budget = budget;
        this.contentLength = contentLength(request);
        this.awaitsContinue = "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    /** Whether a body may follow the head: by its headers over HTTP/1, always over HTTP/2. */
    static boolean isAnnounced(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || contentLength(request) > 0;
    }

    private static long contentLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? UNKNOWN : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }

    void addHandlers() {
        context.addHeadersEndHandler(head -> announceClose());
        context.addEndHandler(this::onEnd);
    }

    /** The response has been sent, or the connection is about to be closed. */
    private void onEnd(AsyncResult<Void> responded) {
        if (responded.failed()) {
            failIfMalformed(responded.cause());
        }
        release();
    }

    /**
     * Stops reading until {@link #read}, so that the client does not send the body while its credentials are verified.
     */
    void pauseUnlessReading() {
        if (state == State.WAITING) {
            request.pause();
        }
    }

    /**
     * Receives the body, then passes the request on.
     *
     * @param deadlineNanos by {@link System#nanoTime}
     * @param onDone called when the body has been received, and when receiving failed; perhaps more than once
     */
    void read(int maxBytes, long deadlineNanos, Runnable onDone) {
        this.maxBytes = maxBytes;
        this.deadlineNanos = deadlineNanos;
        this.onDone = onDone;
        state = State.READING;
        if (contentLength > maxBytes) {
            fail(tooLarge(maxBytes));
        } else if (request.isEnded()) {
            finish();
        } else {
            received = Buffer.buffer((int) Math.min(Math.max(contentLength, 0), MAX_PREALLOCATED_BYTES));
            sendContinue();
            request.handler(this::receive).endHandler(end -> finish()).resume();
        }
    }

    private void sendContinue() {
        if (awaitsContinue && request.version() != HttpVersion.HTTP_1_0) {
            sentContinue = true;
            context.response().writeContinue();
        }
    }

    private void receive(Buffer chunk) {
        if (state != State.READING) {
            return;
        }
        if (received.length() + chunk.length() > maxBytes) {
            fail(tooLarge(maxBytes));
        } else if (!budget.take(chunk.length())) {
            fail(new Failure(
                    ErrorCode.OVERLOADED, "This node is receiving too many request bodies. Try again" + " shortly."));
        } else {
            budgetedBytes += chunk.length();
            received.appendBuffer(chunk);
        }
    }

    private void finish() {
        if (state == State.READING) {
            state = State.DONE;
            onDone.run();
            ((RoutingContextInternal) context).setBody(received);
            received = Buffer.buffer();
            context.next();
        }
    }

    /** The decoder is about to close the connection: the response must be flushed first. */
    private void failIfMalformed(Throwable cause) {
        if (state != State.DONE && !context.response().closed() && !(cause instanceof HttpClosedException)) {
            fail(new Failure(ErrorCode.VALIDATION_FAILED, "The request's body is not valid HTTP."));
            ConnectionInternals.flush(request);
        }
    }

    void failIfLate(long nowNanos) {
        if (state == State.READING && nowNanos - deadlineNanos > 0) {
            fail(new Failure(ErrorCode.REQUEST_TIMEOUT, "The request's body took too long to arrive."));
        }
    }

    private void fail(Failure failure) {
        state = State.DONE;
        received = Buffer.buffer();
        onDone.run();
        context.fail(failure);
    }

    private static Failure tooLarge(long maxBytes) {
        return new Failure(
                ErrorCode.BODY_TOO_LARGE, "The request's body is too large: at most " + maxBytes + " bytes.");
    }

    /** Adds {@code Connection: close} to the response when the rest of the body may be too long to discard. */
    private void announceClose() {
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            boolean mayBeSkipped = awaitsContinue && !sentContinue;
            closesConnection = mayBeSkipped || contentLength == UNKNOWN || contentLength > BodyDrain.MAX_BYTES;
            if (closesConnection) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        }
    }

    /** Frees the memory of the received body. */
    void discard() {
        ((RoutingContextInternal) context).setBody(null);
        budget.giveBack(budgetedBytes);
        budgetedBytes = 0;
        received = Buffer.buffer();
    }

    private void release() {
        state = State.DONE;
        onDone.run();
        budget.giveBack(budgetedBytes);
        budgetedBytes = 0;
        received = Buffer.buffer();
        boolean isClosed = context.response().closed();
        if (!request.isEnded() && !isClosed) {
            new BodyDrain(vertx, request, closesConnection).begin();
        }
    }
}
