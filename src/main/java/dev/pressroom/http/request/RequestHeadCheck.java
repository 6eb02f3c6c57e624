package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Rejects requests with an ambiguous head (several Host headers, unknown transfer codings: request smuggling) or an
 * unsupported expectation before any other handler reads them. Over HTTP/1 the connection is then closed, since it is
 * unknown where its next request begins. Over HTTP/2 it also checks the sizes, which the decoder of HTTP/1 has checked.
 *
 * @param maxBytes of the request line, and of all headers together
 */
public record RequestHeadCheck(int maxBytes) {
    private static final long CLOSE_TIMEOUT_SECONDS = 2;

    /** What a request line of HTTP/1 has beside method and target. */
    private static final int REST_OF_LINE_BYTES = "  HTTP/1.1".length();

    /** What HTTP/2 adds to the size of each header (RFC 9113, section 6.5.2). */
    private static final int FIELD_BYTES = 32;

    /** Headers and pseudo-headers of a usual request, at most. */
    private static final int FIELDS = 64;

    /**
     * The limit for the header list of HTTP/2, which contains the target: large enough for a line and headers of the
     * greatest size.
     */
    public int headerListBytes() {
        return 2 * maxBytes + FIELDS * FIELD_BYTES;
    }

    /**
     * A handler: passes the request on, or fails it with {@code VALIDATION_FAILED}, {@code EXPECTATION_FAILED}, {@code
     * URI_TOO_LONG} or {@code HEADERS_TOO_LARGE}.
     */
    public void check(RoutingContext context) {
        Optional<Failure> fault = fault(context.request());
        if (fault.isEmpty()) {
            context.next();
        } else {
            closeAfterResponse(context);
            context.fail(fault.get());
        }
    }

    /** Closes an HTTP/1 connection after the response. Over HTTP/2 each request has a stream of its own. */
    private static void closeAfterResponse(RoutingContext context) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            context.request().connection().shutdown(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private Optional<Failure> fault(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            if (request.method().name().length() + request.uri().length() + REST_OF_LINE_BYTES > maxBytes) {
                return Optional.of(new Failure(ErrorCode.URI_TOO_LONG, "The request URL is too long."));
            }
            if (headerBytes(request) > maxBytes) {
                return Optional.of(new Failure(ErrorCode.HEADERS_TOO_LARGE, "The request's headers are too large."));
            }
        } else {
            List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
            if (hosts.size() > 1 || hosts.isEmpty() && request.version() == HttpVersion.HTTP_1_1) {
                return invalid("Send exactly one Host header.");
            }
            List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
            if (codings.size() > 1
                    || !codings.isEmpty() && !codings.get(0).strip().equalsIgnoreCase("chunked")) {
                return invalid("The only supported transfer coding is chunked.");
            }
        }
        if (!hasReadableQuery(request)) {
            return invalid("The query of the URL has a percent sign without two hexadecimal digits after it.");
        }
        String expected = request.getHeader(HttpHeaders.EXPECT);
        return expected == null || expected.strip().equalsIgnoreCase("100-continue")
                ? Optional.empty()
                : Optional.of(new Failure(
                        ErrorCode.EXPECTATION_FAILED,
                        "The only supported value of the header Expect" + " is 100-continue."));
    }

    private static int headerBytes(HttpServerRequest request) {
        int bytes = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length() + ": ".length();
        }
        return bytes;
    }

    private static boolean hasReadableQuery(HttpServerRequest request) {
        try {
            return request.query() == null || request.params() != null;
        } catch (IllegalArgumentException undecodable) {
            return false;
        }
    }

    private static Optional<Failure> invalid(String sentence) {
        return Optional.of(new Failure(ErrorCode.VALIDATION_FAILED, sentence));
    }
}
