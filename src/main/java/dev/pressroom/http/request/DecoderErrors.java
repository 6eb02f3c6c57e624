package dev.pressroom.http.request;

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
 * Responds to requests that the HTTP decoder rejects, and to targets that are no path; neither reaches the router. Sends
 * the error body, then closes the connection.
 */
public final class DecoderErrors {
    private final Supplier<UUID> requestIds;
    private final String baseUrl;

    /** @param baseUrl of the service, without a trailing slash; may be empty */
    public DecoderErrors(Supplier<UUID> requestIds, String baseUrl) {
        this.requestIds = requestIds;
        this.baseUrl = baseUrl;
    }

    /** The {@code invalidRequestHandler} of a server. */
    public void respond(HttpServerRequest request) {
        respond(request, failure(request.decoderResult().cause()));
    }

    /**
     * Passes a request on to the router when its target is a path or an absolute URL with one. The router throws an
     * exception at other targets, such as {@code *}: those get 400.
     */
    public Handler<HttpServerRequest> before(Handler<HttpServerRequest> router) {
        return request -> {
            if (hasPath(request)) {
                router.handle(request);
            } else {
                respond(request, new Failure(ErrorCode.VALIDATION_FAILED, "The request target is not a path."));
            }
        };
    }

    private static boolean hasPath(HttpServerRequest request) {
        String target = request.uri();
        boolean isPath = target.startsWith("/") || target.startsWith("http://") || target.startsWith("https://");
        String path = request.path();
        return isPath && path != null && path.startsWith("/");
    }

    private void respond(HttpServerRequest request, Failure failure) {
        String id = requestIds.get().toString();
        ErrorFormat format = ErrorFormat.of(request);
        request.response()
                .setStatusCode(ErrorResponse.status(failure.code()))
                .putHeader(RequestId.HEADER, id)
                .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(ErrorResponse.body(request, baseUrl, id, failure, format).toBuffer())
                .onComplete(sent -> request.connection().close());
    }

    private static Failure failure(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Failure(ErrorCode.URI_TOO_LONG, "The request URL is too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Failure(ErrorCode.HEADERS_TOO_LARGE, "The request's headers are too large.");
        }
        return new Failure(ErrorCode.VALIDATION_FAILED, "The request is not valid HTTP.");
    }
}
