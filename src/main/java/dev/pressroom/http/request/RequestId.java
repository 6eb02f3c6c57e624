package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Supplier;

/** Gives each request an id, by which its answer and its log lines are found: the client's own if it is sane. */
public final class RequestId {
    static final String HEADER = "x-request-id";
    private static final int LONGEST = 128;

    private RequestId() {}

    public static void assign(RoutingContext context, Supplier<UUID> ids) {
        String given = context.request().getHeader(HEADER);
        String id = given != null && Chars.all(given, 1, LONGEST, RequestId::isSane)
                ? given
                : ids.get().toString();
        put(context, id);
        context.next();
    }

    /** For a request that the router refuses before {@link #assign}. */
    static void ensure(RoutingContext context, Supplier<UUID> ids) {
        if (of(context).isEmpty()) {
            put(context, ids.get().toString());
        }
    }

    private static void put(RoutingContext context, String id) {
        context.put(HEADER, id);
        context.response().putHeader(HEADER, id);
    }

    private static boolean isSane(int c) {
        return c < 0x80 && Character.isLetterOrDigit(c) || "._:/+=-".indexOf(c) >= 0;
    }

    static String of(RoutingContext context) {
        return context.get(HEADER, "");
    }
}
