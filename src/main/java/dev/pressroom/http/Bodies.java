package dev.pressroom.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Parses the bodies of requests, and refuses those that are not JSON before anything looks at them. */
final class Bodies {
    private static final String PARSED = "body as Jackson's nodes";
    private static final String DECODED = "body as Vert.x's objects";
    private static final ObjectReader READER = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .reader();

    private Bodies() {}

    /** The body, parsed once; empty when there is none. */
    static Optional<JsonNode> node(RoutingContext context) {
        return Optional.ofNullable(context.get(PARSED));
    }

    /** As {@link #node}, in the form in which Vert.x has it: made when it is asked for, which hot paths do not. */
    static Optional<Object> json(RoutingContext context) {
        if (node(context).isPresent() && context.get(DECODED) == null) {
            context.put(DECODED, Json.decodeValue(context.body().buffer()));
        }
        return Optional.ofNullable(context.get(DECODED));
    }

    /** The body of a request that was checked to be an object. */
    static JsonObject object(RoutingContext context) {
        return (JsonObject) json(context).orElseThrow();
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
            context.put(PARSED, READER.readTree(context.body().buffer().getBytes()));
            context.next();
        } catch (IOException e) {
            context.fail(new Failure(ErrorCode.MALFORMED_JSON, "The body is not valid JSON" + where(e) + "."));
        }
    }

    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = Chars.split(contentType, ';').get(0).trim().toLowerCase(Locale.ROOT);
        return type.equals("application/json");
    }

    private static String where(IOException e) {
        return e instanceof JsonParseException at && at.getLocation() != null
                ? ": see line " + at.getLocation().getLineNr() + ", column "
                        + at.getLocation().getColumnNr()
                : "";
    }
}
