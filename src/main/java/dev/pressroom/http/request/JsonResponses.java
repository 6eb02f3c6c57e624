package dev.pressroom.http.request;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.function.Consumer;

/** Sends JSON responses, with a bound on the bytes of the node that wait for clients to read them. */
public final class JsonResponses {
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json; charset=utf-8");
    public static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private static final String UNSENT = "unsent bytes";
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** Bodies up to this size are not counted. */
    private static final int SMALL_BYTES = 4096;

    private JsonResponses() {}

    public static void json(RoutingContext context, int status, JsonObject body) {
        json(context, status, body.toBuffer());
    }

    /** Sends JSON text with absolute image URLs; responses are never cached. */
    public static void json(RoutingContext context, int status, Buffer body) {
        json(context, status, JSON, body);
    }

    /** As {@link #json(RoutingContext, int, Buffer)}, with a media type based on JSON. */
    static void json(RoutingContext context, int status, CharSequence contentType, Buffer body) {
        ImageUrls imageUrls = ImageUrls.of(context);
        send(context, status, contentType, imageUrls == null ? body : imageUrls.absolute(body));
    }

    /** As {@link #json(RoutingContext, int, Buffer)}, for a body that has no URLs of images. */
    public static void jsonWithoutImages(RoutingContext context, int status, Buffer body) {
        send(context, status, JSON, body);
    }

    private static void send(RoutingContext context, int status, CharSequence contentType, Buffer body) {
        send(
                context,
                body,
                response -> response.setStatusCode(status)
                        .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE));
    }

    /** A point in time as it appears in JSON: ISO 8601 in UTC with milliseconds. */
    public static String timestamp(TemporalAccessor time) {
        return TIMESTAMP.format(time);
    }

    /** An amount of money as it appears in JSON: without zeros at the end. */
    public static BigDecimal amount(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Sets the budget, shared by all requests of the node, that {@link #send} takes unsent bytes from. */
    public static void limit(RoutingContext context, ByteBudget unsent) {
        context.put(UNSENT, unsent);
    }

    /**
     * Sends a body. Fails the request with {@code OVERLOADED} when too many bytes wait for clients already; bodies of at
     * most {@link #SMALL_BYTES} are always sent.
     *
     * @param head sets status and headers
     * @return completes when the body has been written to the socket
     */
    public static Future<Void> send(RoutingContext context, Buffer body, Consumer<HttpServerResponse> head) {
        ByteBudget unsent = context.get(UNSENT);
        int bytes = body.length() > SMALL_BYTES && unsent != null ? body.length() : 0;
        if (bytes > 0 && !unsent.take(bytes)) {
            return Future.failedFuture(new Failure(
                            ErrorCode.OVERLOADED,
                            "Too many responses of this node have not been read by their"
                                    + " clients. Try again shortly."))
                    .<Void>mapEmpty()
                    .onFailure(context::fail);
        }
        head.accept(context.response());
        Future<Void> sent = context.response().end(body);
        return bytes == 0 ? sent : sent.onComplete(done -> unsent.giveBack(bytes));
    }
}
