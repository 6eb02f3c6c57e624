package dev.pressroom.fuzz;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A request to one operation of the OpenAPI document, valid or nearly so.
 *
 * @param operation its id
 * @param target path and query, as it is sent
 * @param body empty for none
 */
record RandomRequest(
        String operation, String method, String target, List<Map.Entry<String, String>> headers, Buffer body) {
    private static final int SHOWN_CHARS = 600;

    /** For whoever has to find out what went wrong. */
    @Override
    public String toString() {
        String text = body.toString(StandardCharsets.UTF_8);
        return operation + ": " + cut(method + " " + target) + " " + cut(headers.toString()) + " " + cut(text);
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_CHARS
                ? text
                : text.substring(0, SHOWN_CHARS) + "… (" + text.length() + " characters)";
    }
}
