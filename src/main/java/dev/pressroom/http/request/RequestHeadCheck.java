package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Rejects requests with an ambiguous head (several Host headers, unknown transfer codings: request smuggling) or an
 * unsupported expectation before any other handler reads them. Over HTTP/1 the connection is then closed, since it is
 * unknown where its next request begins.
 */
public final class RequestHeadCheck {
    private static final long CLOSE_TIMEOUT_SECONDS = 2;

    private RequestHeadCheck() {}

    /** A handler: passes the request on, or fails it with {@code VALIDATION_FAILED} or {@code EXPECTATION_FAILED}. */
    public static void check(RoutingContext context) {
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

    private static Optional<Failure> fault(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
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
