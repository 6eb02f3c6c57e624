package dev.pressroom.http.request;

import dev.pressroom.http.connection.OpenRequests;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Frees memory of requests with responses that last for minutes. */
public final class BegunResponse {
    private BegunResponse() {}

    /**
     * Frees what a request keeps in memory and the rest of its response does not need: the context of the router, headers
     * and parameters. None of them may be used afterwards. Does nothing while the request is still being received, and for
     * requests that came over other versions than HTTP/1.1.
     *
     * <p>Call it on the event loop when the head of the response has been sent, and before the end of the response.
     */
    public static void release(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() != HttpVersion.HTTP_1_1 || !request.isEnded()) {
            return;
        }
        BodyHandler.discard(context);
        Optional<AccessLog.Line> line = AccessLog.line(context);
        OpenRequests.release(
                context,
                () -> line.ifPresent(known -> known.log(known.response().ended())));
        request.headers().clear();
        request.params().clear();
        context.response().headers().clear();
    }
}
