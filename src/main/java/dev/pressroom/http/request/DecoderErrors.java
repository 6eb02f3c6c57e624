package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Answers what the HTTP decoder refuses, which never reaches the router: the error envelope, then the connection is
 * closed.
 */
public final class DecoderErrors {
    private final Supplier<UUID> ids;

    /** @param ids of requests */
    public DecoderErrors(Supplier<UUID> ids) {
        this.ids = ids;
    }

    public void answer(HttpServerRequest request) {
        Failure failure = failure(request.decoderResult().cause());
        String id = ids.get().toString();
        request.response()
                .setStatusCode(ErrorResponse.status(failure.code()))
                .putHeader(RequestId.HEADER, id)
                .putHeader(HttpHeaders.CONTENT_TYPE, JsonResponses.JSON)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(ErrorResponse.envelope(id, failure).toBuffer())
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
