package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.document.ImageUrls;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Sends JSON. */
public final class JsonResponses {
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
    public static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private static final String UNSENT = "bytes that wait to be read by clients";
    private static final int SMALL_BYTES = 4096;

    private JsonResponses() {}

    public static void json(RoutingContext context, int status, JsonObject body) {
        json(context, status, body.toBuffer());
    }

    public static void json(RoutingContext context, int status, Buffer body) {
        ImageUrls images = ImageUrls.of(context);
        send(
                context,
                images == null ? body : images.absolute(body),
                response -> response.setStatusCode(status)
                        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE));
    }

    /** Lets {@link #send} know of how many bytes may wait to be read by clients, for all requests of the node. */
    public static void limit(RoutingContext context, ByteBudget unsent) {
        context.put(UNSENT, unsent);
    }

    /**
     * Sends a body, or fails with 503 when too much waits already. What is small is always sent.
     *
     * @param head sets status and headers
     * @return completes when the body is sent
     */
    public static Future<Void> send(RoutingContext context, Buffer body, Consumer<HttpServerResponse> head) {
        ByteBudget unsent = context.get(UNSENT);
        int bytes = body.length() > SMALL_BYTES && unsent != null ? body.length() : 0;
        if (bytes > 0 && !unsent.take(bytes)) {
            return Future.failedFuture(new Failure(
                            ErrorCode.OVERLOADED, "Too many answers wait to be read here. Try again shortly."))
                    .<Void>mapEmpty()
                    .onFailure(context::fail);
        }
        head.accept(context.response());
        Future<Void> sent = context.response().end(body);
        return bytes == 0 ? sent : sent.onComplete(done -> unsent.giveBack(bytes));
    }
}
