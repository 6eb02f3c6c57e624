package dev.pressroom.http.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.base.BoundedJson;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parses request bodies; rejects those that are not JSON in UTF-8 or exceed the bounds of {@link BoundedJson}. The body is
 * decoded once, and the same text is validated, stored and hashed.
 */
public final class JsonBodies {
    private static final String TEXT = "body as text";
    private static final String PARSED = "body as Jackson's nodes";
    private static final String EXPECTED = "body of a DELETE";
    private static final String DECODED = "body as Vert.x's objects";
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Set<HttpMethod> METHODS_WITHOUT_BODY =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.DELETE);

    private JsonBodies() {}

    /** The parsed body; empty when there is none. */
    public static Optional<JsonNode> node(RoutingContext context) {
        return Optional.ofNullable(context.get(PARSED));
    }

    /** The text that {@link #node} was parsed from; an empty text when there is no body. */
    public static String text(RoutingContext context) {
        return context.get(TEXT, "");
    }

    /** As {@link #node}, as a {@code JsonObject} or other type of Vert.x. Decoded at the first call: avoid on hot paths. */
    public static Optional<Object> json(RoutingContext context) {
        if (node(context).isPresent() && context.get(DECODED) == null) {
            context.put(DECODED, Json.decodeValue(text(context)));
        }
        return Optional.ofNullable(context.get(DECODED));
    }

    /** The body of a request that has been validated to be a JSON object. */
    public static JsonObject object(RoutingContext context) {
        return (JsonObject) json(context).orElseThrow();
    }

    /** Removes the body from the context of its request. */
    static void discard(RoutingContext context) {
        context.remove(TEXT);
        context.remove(PARSED);
        context.remove(DECODED);
    }

    /** Replaces the body by a part of it, for the code that handles this part as a request of its own. */
    public static void replace(RoutingContext context, JsonNode part) {
        context.put(TEXT, part.toString());
        context.put(PARSED, part);
        context.remove(DECODED);
    }

    /** A handler for an operation with the method DELETE that has a body: {@link #check} then parses it. */
    public static void expect(RoutingContext context) {
        context.put(EXPECTED, true);
        context.next();
    }

    /** A handler: parses the body and passes the request on, or fails it. Methods without a body are passed on. */
    public static void check(RoutingContext context) {
        if (context.body().length() > 0
                && (context.get(EXPECTED, false)
                        || !METHODS_WITHOUT_BODY.contains(context.request().method()))) {
            Optional<Failure> unsupported = MediaTypes.fault(
                    context.request().headers().getAll(HttpHeaders.CONTENT_TYPE),
                    context.request().getHeader(HttpHeaders.CONTENT_ENCODING));
            if (unsupported.isPresent()) {
                context.fail(unsupported.get());
                return;
            }
            parse(context);
        }
        context.next();
    }

    /** @throws Failure {@code MALFORMED_JSON}, or {@code VALIDATION_FAILED} when the body exceeds a bound */
    private static void parse(RoutingContext context) {
        String text = decoded(context.body().buffer().getBytes());
        JsonNode node = parsed(text);
        if (node.isMissingNode()) {
            throw malformed("The body is blank.");
        }
        context.put(TEXT, text);
        context.put(PARSED, node);
    }

    private static String decoded(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (text.charAt(0) == BYTE_ORDER_MARK) {
                throw malformed("The body begins with a byte order mark. Send UTF-8 without it.");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw malformed("The body is not UTF-8.");
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return BoundedJson.node(text);
        } catch (BoundedJson.TooLarge e) {
            throw ValidationErrors.failure(List.of(new ValidationErrors.Violation(e.path(), e.fault())));
        } catch (JsonProcessingException e) {
            throw malformed("The body is not valid JSON" + location(e) + ".");
        }
    }

    private static Failure malformed(String sentence) {
        return new Failure(ErrorCode.MALFORMED_JSON, sentence);
    }

    private static String location(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : ": see line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }
}
