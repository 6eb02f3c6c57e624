package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The id of a request, sent in its response and written in its log lines. A client may choose it in the header
 * {@code x-request-id}: 1 to 128 ASCII letters, digits or {@code ._:/+=-}; any other value is replaced.
 */
public final class RequestId {
    static final String HEADER = "x-request-id";
    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    /** A handler: stores the id in the context of the request and adds it to the response. */
    public static void assign(RoutingContext context, Supplier<UUID> ids) {
        String sent = context.request().getHeader(HEADER);
        String id = sent != null && Chars.all(sent, 1, MAX_LENGTH, RequestId::isAllowed)
                ? sent
                : ids.get().toString();
        put(context, id);
        context.next();
    }

    /** Assigns an id to a request that the router rejected before {@link #assign}. */
    static void ensure(RoutingContext context, Supplier<UUID> ids) {
        if (of(context).isEmpty()) {
            put(context, ids.get().toString());
        }
    }

    private static void put(RoutingContext context, String id) {
        context.put(HEADER, id);
        context.response().putHeader(HEADER, id);
    }

    private static boolean isAllowed(int c) {
        return c < 0x80 && Character.isLetterOrDigit(c) || "._:/+=-".indexOf(c) >= 0;
    }

    /** Returns an empty text for a request without an id. */
    static String of(RoutingContext context) {
        return context.get(HEADER, "");
    }
}
