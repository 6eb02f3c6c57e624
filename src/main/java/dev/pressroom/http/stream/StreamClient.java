package dev.pressroom.http.stream;

import dev.pressroom.http.request.BegunResponse;
import dev.pressroom.http.request.ImageUrls;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * The client of a stream.
 *
 * @param imageUrls makes the URLs in durable events absolute
 * @param bufferBytes limit of unsent bytes: beyond it transient events are dropped and durable ones deferred
 * @param onBegun called when the first frames have been sent; afterwards the request is not used any more
 */
record StreamClient(Vertx vertx, HttpServerRequest request, ImageUrls imageUrls, int bufferBytes, Runnable onBegun) {
    static StreamClient of(RoutingContext context, int bufferBytes) {
        return new StreamClient(
                context.vertx(),
                context.request(),
                ImageUrls.of(context),
                bufferBytes,
                () -> BegunResponse.release(context));
    }
}
