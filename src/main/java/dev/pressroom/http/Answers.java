package dev.pressroom.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Sends JSON. */
final class Answers {
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private Answers() {}

    static void json(RoutingContext context, int status, JsonObject body) {
        json(context, status, body.toBuffer());
    }

    static void json(RoutingContext context, int status, Buffer body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .end(body);
    }
}
