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
 * Responds to requests that the HTTP decoder rejects and that therefore never reach the router: sends the error envelope,
 * then closes the connection.
 */
public final class DecoderErrors {
    private final Supplier<UUID> requestIds;

    public DecoderErrors(Supplier<UUID> requestIds) {
        this.requestIds = requestIds;
    }

    /** The {@code invalidRequestHandler} of a server. */
    public void respond(HttpServerRequest request) {
        Failure failure = failure(request.decoderResult().cause());
        String id = requestIds.get().toString();
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
