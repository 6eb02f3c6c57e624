package dev.pressroom.http;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Answers what the HTTP decoder refuses, and targets that are no path, neither of which reaches the router: the error
 * envelope, then the connection is closed.
 */
final class InvalidRequests {
    private final Supplier<UUID> ids;

    /** @param ids of requests */
    InvalidRequests(Supplier<UUID> ids) {
        this.ids = ids;
    }

    void answer(HttpServerRequest request) {
        answer(request, failure(request.decoderResult().cause()));
    }

    /** Hands requests on whose target is a path or has one: the router throws an exception at others, such as {@code *}. */
    Handler<HttpServerRequest> before(Handler<HttpServerRequest> router) {
        return request -> {
            if (hasPath(request)) {
                router.handle(request);
            } else {
                answer(request, new Failure(ErrorCode.VALIDATION_FAILED, "The request's target is not a path."));
            }
        };
    }

    private static boolean hasPath(HttpServerRequest request) {
        String target = request.uri();
        boolean isPath = target.startsWith("/") || target.startsWith("http://") || target.startsWith("https://");
        String path = request.path();
        return isPath && path != null && path.startsWith("/");
    }

    private void answer(HttpServerRequest request, Failure failure) {
        String id = ids.get().toString();
        request.response()
                .setStatusCode(ErrorAnswer.status(failure.code()))
                .putHeader(RequestId.HEADER, id)
                .putHeader(HttpHeaders.CONTENT_TYPE, Answers.JSON)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(ErrorAnswer.envelope(id, failure).toBuffer())
                .onComplete(sent -> request.connection().close());
    }

    private static Failure failure(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Failure(ErrorCode.URI_TOO_LONG, "The request's address is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Failure(ErrorCode.HEADERS_TOO_LARGE, "The request's headers are too large.");
        }
        return new Failure(ErrorCode.VALIDATION_FAILED, "The request is not valid HTTP.");
    }
}
