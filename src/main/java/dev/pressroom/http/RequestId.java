package dev.pressroom.http;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Gives each request an id, by which its answer and its log lines are found: the client's own if it is sane. */
final class RequestId {
    static final String HEADER = "x-request-id";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

    private RequestId() {}

    static void assign(RoutingContext context, Supplier<UUID> ids) {
        String given = context.request().getHeader(HEADER);
        String id = given != null && SANE.matcher(given).matches()
                ? given
                : ids.get().toString();
        context.put(HEADER, id);
        context.response().putHeader(HEADER, id);
        context.next();
    }

    static String of(RoutingContext context) {
        return context.get(HEADER, "");
    }
}
