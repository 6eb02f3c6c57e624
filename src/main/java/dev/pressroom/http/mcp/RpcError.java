package dev.pressroom.http.mcp;

import io.vertx.core.json.JsonObject;

/** An error of the protocol (JSON-RPC 2.0), not of a tool. It has no stack trace: it reports a fault of the client. */
final class RpcError extends RuntimeException {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;

    /** Headers that differ from the body, or are missing (revision 2026-07-28). */
    static final int HEADER_MISMATCH = -32020;

    static final int UNSUPPORTED_VERSION = -32022;

    private static final long serialVersionUID = 1;

    private final int status;
    private final int code;
    private final transient JsonObject data;

    /** @param status of the HTTP response when the message is not part of a batch */
    RpcError(int status, int code, String message) {
        this(status, code, message, new JsonObject());
    }

    /** @param data empty for none */
    RpcError(int status, int code, String message, JsonObject data) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.data = data;
    }

    int status() {
        return status;
    }

    JsonObject json() {
        JsonObject error = new JsonObject().put("code", code).put("message", getMessage());
        return data.isEmpty() ? error : error.put("data", data);
    }
}
