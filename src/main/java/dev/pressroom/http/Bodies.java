package dev.pressroom.http;

import com.fasterxml.jackson.core.JsonParseException;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;

/** Parses the bodies of requests, and refuses those that are not JSON before anything looks at them. */
final class Bodies {
    private static final String PARSED = "json";

    private Bodies() {}

    /** The body, parsed once; empty when there is none. */
    static Optional<Object> json(RoutingContext context) {
        return Optional.ofNullable(context.get(PARSED));
    }

    /** The body of a request that was checked to be an object. */
    static JsonObject object(RoutingContext context) {
        return (JsonObject) context.get(PARSED);
    }

    static void check(RoutingContext context) {
        if (context.body().length() <= 0 || !context.request().method().equals(HttpMethod.POST)) {
            context.next();
        } else if (!isJson(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            context.fail(415);
        } else {
            parse(context);
        }
    }

    private static void parse(RoutingContext context) {
        try {
            context.put(PARSED, Json.decodeValue(context.body().buffer()));
            context.next();
        } catch (DecodeException e) {
            context.fail(new Failure(ErrorCode.MALFORMED_JSON, "The body is not valid JSON" + where(e) + "."));
        }
    }

    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return type.equals("application/json");
    }

    private static String where(DecodeException e) {
        return e.getCause() instanceof JsonParseException at && at.getLocation() != null
                ? ": see line " + at.getLocation().getLineNr() + ", column "
                        + at.getLocation().getColumnNr()
                : "";
    }
}
