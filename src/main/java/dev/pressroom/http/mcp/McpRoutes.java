package dev.pressroom.http.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.Accept;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.schema.ApiOperations;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Handles {@code POST /mcp}: each request is complete in itself, so any node can handle it, and there are no sessions. */
public final class McpRoutes {
    private static final int MAX_BATCH = 20;
    private static final long LIST_TTL_MILLIS = 3_600_000;
    private static final String INSTRUCTIONS = "Writes articles and analyzes websites in jobs of about a minute."
            + " write_article and analyze_website return a jobId at once; get_job waits for the result.";

    private final Tools tools;
    private final JsonArray toolList;
    private final JsonObject serverInfo;

    /** @param operations have the schemas of the arguments */
    public McpRoutes(Tools tools, ApiOperations operations) {
        this.tools = tools;
        this.toolList = ToolList.read(operations);
        JsonObject info = operations.info();
        this.serverInfo = new JsonObject()
                .put("name", "pressroom")
                .put("title", info.getString("title"))
                .put("version", info.getString("version"));
    }

    /** {@code POST /mcp} */
    public void post(RoutingContext context) {
        if (!Accept.of(context.request()).takes("application/json")) {
            context.fail(new Failure(ErrorCode.NOT_ACCEPTABLE, "This endpoint responds with application/json only."));
            return;
        }
        JsonNode body = JsonBodies.node(context).orElse(NullNode.getInstance());
        (body.isArray() ? batch(context, body) : single(context, body)).onFailure(context::fail);
    }

    /** A failure handler: a body that cannot be read is an error of JSON-RPC; other failures are passed on. */
    public static void failed(RoutingContext context) {
        if (context.failure() instanceof Failure failure
                && (failure.code() == ErrorCode.MALFORMED_JSON || failure.code() == ErrorCode.VALIDATION_FAILED)) {
            boolean isMalformed = failure.code() == ErrorCode.MALFORMED_JSON;
            RpcError error = new RpcError(
                    400, isMalformed ? RpcError.PARSE_ERROR : RpcError.INVALID_REQUEST, failure.getMessage());
            JsonResponses.json(context, 400, Message.response(NullNode.getInstance(), "error", error.json()));
        } else {
            context.next();
        }
    }

    private Future<Void> single(RoutingContext context, JsonNode body) {
        return answer(context, body, true)
                .onSuccess(response -> {
                    if (response.isEmpty()) {
                        context.response().setStatusCode(202).end();
                    } else {
                        JsonResponses.json(context, 200, response);
                    }
                })
                .<Void>mapEmpty()
                .recover(cause -> {
                    if (!(cause instanceof RpcError error)) {
                        return Future.failedFuture(cause);
                    }
                    JsonResponses.json(context, error.status(), error(body, error));
                    return Future.succeededFuture();
                });
    }

    /** Handles the messages one after the other, since each of them uses the body of the request. */
    private Future<Void> batch(RoutingContext context, JsonNode body) {
        if (!Revision.allowsBatches(context.request().headers()) || body.isEmpty() || body.size() > MAX_BATCH) {
            RpcError error = new RpcError(
                    400,
                    RpcError.INVALID_REQUEST,
                    "Send one message per request. Only revision " + Revision.WITH_BATCHES + " allows arrays, of 1 to "
                            + MAX_BATCH + " messages.");
            JsonResponses.json(context, 400, error(NullNode.getInstance(), error));
            return Future.succeededFuture();
        }
        JsonArray responses = new JsonArray();
        Future<Void> all = Future.succeededFuture();
        for (JsonNode each : body) {
            all = all.compose(done -> answer(context, each, false))
                    .recover(cause -> cause instanceof RpcError error
                            ? Future.succeededFuture(error(each, error))
                            : Future.failedFuture(cause))
                    .onSuccess(response -> {
                        if (!response.isEmpty()) {
                            responses.add(response);
                        }
                    })
                    .mapEmpty();
        }
        return all.onSuccess(done -> {
            if (responses.isEmpty()) {
                context.response().setStatusCode(202).end();
            } else {
                JsonResponses.json(context, 200, responses.toBuffer());
            }
        });
    }

    private static JsonObject error(JsonNode message, RpcError error) {
        return Message.response(Message.idOrNull(message), "error", error.json());
    }

    /** The response to a message; an empty object when it gets none. Fails with {@link RpcError}. */
    private Future<JsonObject> answer(RoutingContext context, JsonNode json, boolean isSingle) {
        return Future.succeededFuture().compose(started -> {
            Message message = Message.of(json);
            if (!message.isRequest()) {
                Revision.requireKnown(context.request().headers());
                return Future.succeededFuture(new JsonObject());
            }
            MultiMap headers = context.request().headers();
            Future<JsonObject> result = switch (Revision.of(message, headers)) {
                case CURRENT -> current(context, message);
                case WITH_HANDSHAKE -> withHandshake(context, message, isSingle);
            };
            return result.map(value -> Message.response(message.id().orElseThrow(), "result", value));
        });
    }

    private Future<JsonObject> current(RoutingContext context, Message message) {
        Future<JsonObject> result = switch (message.method()) {
            case "server/discover" ->
                Future.succeededFuture(cacheable(about().put("supportedVersions", Revision.supported())));
            case "tools/list" -> Future.succeededFuture(cacheable(new JsonObject().put("tools", toolList)));
            case "tools/call" -> tools.call(context, message.params(), true);
            default -> Future.failedFuture(unknownMethod(404));
        };
        return result.map(value -> value.put("resultType", "complete")
                .put("_meta", new JsonObject().put("io.modelcontextprotocol/serverInfo", serverInfo)));
    }

    private Future<JsonObject> withHandshake(RoutingContext context, Message message, boolean isSingle) {
        return switch (message.method()) {
            case "initialize" -> isSingle ? initialize(message) : Future.failedFuture(inBatch());
            case "ping" -> Future.succeededFuture(new JsonObject());
            case "tools/list" -> Future.succeededFuture(new JsonObject().put("tools", toolList));
            case "tools/call" -> tools.call(context, message.params(), isSingle);
            default -> Future.failedFuture(unknownMethod(200));
        };
    }

    private Future<JsonObject> initialize(Message message) {
        String requested = message.params().path("protocolVersion").textValue();
        return requested == null
                ? Future.failedFuture(
                        new RpcError(200, RpcError.INVALID_PARAMS, "The member protocolVersion must be a text."))
                : Future.succeededFuture(about().put("protocolVersion", Revision.negotiated(requested)));
    }

    private JsonObject about() {
        return new JsonObject()
                .put("capabilities", new JsonObject().put("tools", new JsonObject().put("listChanged", false)))
                .put("serverInfo", serverInfo)
                .put("instructions", INSTRUCTIONS);
    }

    private static JsonObject cacheable(JsonObject result) {
        return result.put("ttlMs", LIST_TTL_MILLIS).put("cacheScope", "public");
    }

    private static RpcError unknownMethod(int status) {
        return new RpcError(status, RpcError.METHOD_NOT_FOUND, "There is no such method.");
    }

    private static RpcError inBatch() {
        return new RpcError(400, RpcError.INVALID_REQUEST, "initialize cannot be part of a batch.");
    }
}
