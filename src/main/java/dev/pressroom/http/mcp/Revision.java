package dev.pressroom.http.mcp;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The kinds of protocol revisions. {@link #CURRENT} has no handshake: each request names its revision in a header and in
 * {@code _meta}, and repeats its method in headers. {@link #WITH_HANDSHAKE} begins with {@code initialize}.
 */
enum Revision {
    CURRENT,
    WITH_HANDSHAKE;

    static final String NEWEST = "2026-07-28";

    /** Revisions with a handshake, the newest first. */
    static final List<String> HANDSHAKES = List.of("2025-11-25", "2025-06-18", "2025-03-26");

    /** The only revision in which a body may be an array of messages; also assumed for requests without the header. */
    static final String WITH_BATCHES = "2025-03-26";

    private static final String VERSION_HEADER = "MCP-Protocol-Version";
    private static final String ENCODED = "=?base64?";
    private static final String ENCODED_END = "?=";

    /**
     * The kind of revision that a message uses.
     *
     * @throws RpcError {@code UNSUPPORTED_VERSION}, {@code HEADER_MISMATCH} or {@code INVALID_PARAMS} (400)
     */
    static Revision of(Message message, MultiMap headers) {
        String header = headers.get(VERSION_HEADER);
        String inBody = message.meta("protocolVersion").textValue();
        if (inBody == null && !NEWEST.equals(header)) {
            requireHandshake(header);
            return WITH_HANDSHAKE;
        }
        if (inBody == null || !message.meta("clientCapabilities").isObject()) {
            throw new RpcError(
                    400,
                    RpcError.INVALID_PARAMS,
                    "params._meta needs io.modelcontextprotocol/protocolVersion and"
                            + " io.modelcontextprotocol/clientCapabilities.");
        }
        requireSame(VERSION_HEADER, header, inBody);
        if (!inBody.equals(NEWEST)) {
            throw unsupported(inBody);
        }
        requireSame("Mcp-Method", headers.get("Mcp-Method"), message.method());
        if (message.method().equals("tools/call")) {
            requireSame(
                    "Mcp-Name",
                    decoded(headers.get("Mcp-Name")),
                    message.params().path("name").textValue());
        }
        return CURRENT;
    }

    /** Whether a body may be an array of messages. */
    static boolean allowsBatches(MultiMap headers) {
        String header = headers.get(VERSION_HEADER);
        return header == null || header.equals(WITH_BATCHES);
    }

    /** The revision for a handshake: the requested one if it is supported, else the newest with a handshake. */
    static String negotiated(String requested) {
        return HANDSHAKES.contains(requested) ? requested : HANDSHAKES.get(0);
    }

    /** Checks a message that has no revision of its own: a notification or a response. */
    static void requireKnown(MultiMap headers) {
        String header = headers.get(VERSION_HEADER);
        if (!NEWEST.equals(header)) {
            requireHandshake(header);
        }
    }

    /** @param version null without the header: then 2025-03-26 is assumed */
    static void requireHandshake(String version) {
        if (version != null && !HANDSHAKES.contains(version)) {
            throw unsupported(version);
        }
    }

    static JsonArray supported() {
        JsonArray all = new JsonArray().add(NEWEST);
        HANDSHAKES.forEach(all::add);
        return all;
    }

    private static void requireSame(String name, String header, String inBody) {
        if (header == null || !header.equals(inBody)) {
            throw new RpcError(
                    400,
                    RpcError.HEADER_MISMATCH,
                    "The header " + name + " is missing or differs from the value in the body.");
        }
    }

    private static String decoded(String value) {
        if (value == null || !value.startsWith(ENCODED) || !value.endsWith(ENCODED_END)) {
            return value;
        }
        try {
            String base64 = value.substring(ENCODED.length(), value.length() - ENCODED_END.length());
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return null;
        }
    }

    private static RpcError unsupported(String requested) {
        return new RpcError(
                400,
                RpcError.UNSUPPORTED_VERSION,
                "Unsupported protocol version",
                new JsonObject().put("supported", supported()).put("requested", shortened(requested)));
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40);
    }
}
