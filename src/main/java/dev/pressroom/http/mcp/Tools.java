package dev.pressroom.http.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.job.Idempotency;
import dev.pressroom.http.job.JobCreation;
import dev.pressroom.http.job.JobRoutes;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.ErrorResponse.DetailedFailure;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.job.Owner;
import dev.pressroom.job.Submission;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Calls the tools. Each does what the route of the API does, with the same checks, limits and credits. */
public final class Tools {
    private static final int MAX_WAIT_SECONDS = 25;

    private final JobCreation creation;
    private final JobRoutes jobs;
    private final RateLimit createLimit;
    private final RequestCheck articleCheck;
    private final RequestCheck analysisCheck;

    /**
     * @param createLimit counts each call that creates a job
     * @param articleCheck validates the arguments of {@code write_article}
     * @param analysisCheck validates the arguments of {@code analyze_website}
     */
    public Tools(
            JobCreation creation,
            JobRoutes jobs,
            RateLimit createLimit,
            RequestCheck articleCheck,
            RequestCheck analysisCheck) {
        this.creation = creation;
        this.jobs = jobs;
        this.createLimit = createLimit;
        this.articleCheck = articleCheck;
        this.analysisCheck = analysisCheck;
    }

    /**
     * Calls a tool. A failure that the caller can act on is a result with {@code isError}.
     *
     * @param mayWait false in a batch, where {@code get_job} responds at once
     * @return fails with {@link RpcError} for an unknown tool or arguments that are no object, or with a fault of the
     *     service
     */
    Future<JsonObject> call(RoutingContext context, JsonNode params, boolean mayWait) {
        JsonNode arguments = params.path("arguments");
        if (!arguments.isObject() && !arguments.isMissingNode()) {
            return Future.failedFuture(
                    new RpcError(200, RpcError.INVALID_PARAMS, "The member arguments must be an object."));
        }
        ObjectNode object = arguments.isObject() ? arguments.deepCopy() : JsonNodeFactory.instance.objectNode();
        String name = params.path("name").asText("");
        Optional<Future<JsonObject>> called = Optional.ofNullable(
                switch (name) {
                    case "write_article" -> create(context, object, articleCheck, creation::contentGeneration);
                    case "analyze_website" -> create(context, object, analysisCheck, creation::websiteAnalysis);
                    case "get_job" -> get(context, object, mayWait);
                    case "cancel_job" -> cancel(context, object);
                    default -> null;
                });
        return called.map(result -> result.map(Tools::result).recover(cause -> toolError(context, cause)))
                .orElseGet(() ->
                        Future.failedFuture(new RpcError(200, RpcError.INVALID_PARAMS, "There is no such tool.")));
    }

    private Future<JsonObject> create(
            RoutingContext context,
            ObjectNode arguments,
            RequestCheck check,
            Function<RoutingContext, Future<Submission.Accepted>> creating) {
        return createLimit
                .count(context, Optional.of(RequestOwner.of(context)))
                .compose(counted -> {
                    Idempotency.use(context, key(arguments));
                    arguments.remove("sessionId");
                    JsonBodies.replace(context, arguments);
                    check.check(context);
                    return creating.apply(context);
                })
                .map(accepted -> new JsonObject()
                        .put("jobId", accepted.jobId().toString())
                        .put("replayed", accepted.replayed()));
    }

    private static Optional<String> key(ObjectNode arguments) {
        JsonNode key = arguments.remove(ToolList.IDEMPOTENCY_KEY);
        if (key == null || key.isNull()) {
            return Optional.empty();
        }
        if (!key.isTextual() || !Chars.all(key.textValue(), 1, 255, c -> c > ' ' && c < 0x7f)) {
            throw DetailedFailure.invalid("/" + ToolList.IDEMPOTENCY_KEY, "must be 1 to 255 visible ASCII characters");
        }
        return Optional.of(key.textValue());
    }

    private Future<JsonObject> get(RoutingContext context, ObjectNode arguments, boolean mayWait) {
        return Future.succeededFuture().compose(checked -> {
            JsonNode wait = arguments.path("waitSeconds");
            boolean isDefault = wait.isMissingNode() || wait.isNull();
            if (!isDefault
                    && !(wait.isIntegralNumber()
                            && wait.canConvertToInt()
                            && wait.intValue() >= 0
                            && wait.intValue() <= MAX_WAIT_SECONDS)) {
                throw DetailedFailure.invalid("/waitSeconds", "must be a whole number from 0 to " + MAX_WAIT_SECONDS);
            }
            int seconds = isDefault ? MAX_WAIT_SECONDS : wait.intValue();
            return jobs.statusAtEnd(
                    jobId(arguments),
                    RequestOwner.of(context),
                    Duration.ofSeconds(mayWait ? seconds : 0),
                    context.response());
        });
    }

    private Future<JsonObject> cancel(RoutingContext context, ObjectNode arguments) {
        Owner owner = RequestOwner.of(context);
        return Future.succeededFuture()
                .compose(checked -> jobs.cancel(jobId(arguments), owner))
                .map(cancelled -> new JsonObject().put("cancelled", true));
    }

    private static UUID jobId(ObjectNode arguments) {
        String id = arguments.path("jobId").textValue();
        if (id == null) {
            throw DetailedFailure.invalid("/jobId", "is required");
        }
        if (!Chars.isUuid(id)) {
            throw DetailedFailure.invalid("/jobId", "must be a UUID");
        }
        return UUID.fromString(id);
    }

    /** The structured result, and the same as text for clients of older revisions. */
    private static JsonObject result(JsonObject structured) {
        return new JsonObject()
                .put("content", text(structured.encode()))
                .put("structuredContent", structured)
                .put("isError", false);
    }

    /** The error envelope as text, so that a model can correct its call; a fault of the service stays a failure. */
    private static Future<JsonObject> toolError(RoutingContext context, Throwable cause) {
        if (!(cause instanceof Failure failure) || failure.code() == ErrorCode.INTERNAL) {
            return Future.failedFuture(cause);
        }
        JsonObject envelope = ErrorResponse.envelope(context, failure);
        failure.retryAfter().ifPresent(time -> envelope.put("retryAfterSeconds", ErrorResponse.seconds(time)));
        return Future.succeededFuture(
                new JsonObject().put("content", text(envelope.encode())).put("isError", true));
    }

    private static JsonArray text(String text) {
        return new JsonArray().add(new JsonObject().put("type", "text").put("text", text));
    }
}
