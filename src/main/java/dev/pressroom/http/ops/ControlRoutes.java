package dev.pressroom.http.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.account.Credits;
import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.bus.Addresses;
import dev.pressroom.http.job.Idempotency;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.ops.ControlStore;
import dev.pressroom.ops.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Pauses, limits of tenants, drained nodes and granted credits. */
public final class ControlRoutes {
    private final Vertx vertx;
    private final ControlStore controls;
    private final Credits credits;

    public ControlRoutes(Vertx vertx, ControlStore controls, Credits credits) {
        this.vertx = vertx;
        this.controls = controls;
        this.credits = credits;
    }

    /** {@code GET /api/v1/ops/pauses} */
    public void listPauses(RoutingContext context) {
        controls.pauses()
                .onSuccess(pauses -> JsonResponses.json(
                        context, 200, new JsonObject().put("pauses", OpsJson.array(pauses, OpsJson::pause))))
                .onFailure(context::fail);
    }

    /** {@code PUT /api/v1/ops/pauses} */
    public void pause(RoutingContext context) {
        JsonNode body = body(context);
        controls.pause(actor(context), scope(body.path("scope").textValue()), reason(body))
                .onSuccess(pause -> {
                    publish();
                    JsonResponses.json(context, 200, OpsJson.pause(pause));
                })
                .onFailure(context::fail);
    }

    /** {@code DELETE /api/v1/ops/pauses} */
    public void resume(RoutingContext context) {
        changed(context, controls.resume(actor(context), scope(context.request().getParam("scope"))));
    }

    private static Scope scope(String text) {
        return Scope.parse(text)
                .orElseThrow(() -> ErrorResponse.DetailedFailure.invalid(
                        "scope", "must be all, type:<job type>, or tenant:<kind>:<id>"));
    }

    /** {@code GET /api/v1/ops/tenants} */
    public void listTenants(RoutingContext context) {
        int limit = OpsRoutes.limit(context);
        controls.tenants(OpsRoutes.parameter(context, "cursor").orElse(""), limit + 1)
                .onSuccess(more -> {
                    List<ControlStore.TenantState> page = more.subList(0, Math.min(limit, more.size()));
                    JsonResponses.json(
                            context,
                            200,
                            new JsonObject()
                                    .put("tenants", OpsJson.array(page, OpsJson::tenant))
                                    .put(
                                            "nextCursor",
                                            more.size() > limit
                                                    ? page.get(limit - 1).tenant()
                                                    : null));
                })
                .onFailure(context::fail);
    }

    /** {@code PUT /api/v1/ops/limits} */
    public void limit(RoutingContext context) {
        JsonNode body = body(context);
        changed(
                context,
                controls.limit(
                        actor(context),
                        tenant(body.path("tenant").textValue()),
                        new ControlStore.Limits(
                                number(body, "running"), number(body, "queued"), amount(body, "monthlyBudget"))));
    }

    /** {@code DELETE /api/v1/ops/limits} */
    public void unlimit(RoutingContext context) {
        changed(
                context,
                controls.unlimit(actor(context), tenant(context.request().getParam("tenant"))));
    }

    private static String tenant(String text) {
        if (!Scope.isTenant(text)) {
            throw ErrorResponse.DetailedFailure.invalid(
                    "tenant", "must be organization:<id>, user:<id> or visitor:<hash>");
        }
        return text;
    }

    /** {@code PUT /api/v1/ops/nodes/:nodeId/drain} */
    public void drain(RoutingContext context) {
        changed(
                context,
                controls.drain(actor(context), PathIds.of(context, "nodeId"))
                        .compose(known -> known
                                ? Future.succeededFuture()
                                : Future.failedFuture(new Failure(ErrorCode.NOT_FOUND, "There is no such node."))));
    }

    /** {@code DELETE /api/v1/ops/nodes/:nodeId/drain} */
    public void undrain(RoutingContext context) {
        changed(context, controls.undrain(actor(context), PathIds.of(context, "nodeId")));
    }

    /** {@code POST /api/v1/ops/credits} */
    public void grant(RoutingContext context) {
        JsonNode body = body(context);
        UUID user = UUID.fromString(body.path("userId").textValue());
        controls.grant(actor(context), user, body.path("credits").intValue(), reason(body), Idempotency.key(context))
                .compose(granted -> granted(context, granted))
                .compose(granted -> credits.balance(user))
                .onSuccess(balance -> JsonResponses.json(
                        context,
                        200,
                        new JsonObject()
                                .put("userId", user.toString())
                                .put("isUnlimited", balance.orElseThrow().unlimited())
                                .put("availableCredits", balance.orElseThrow().available())))
                .onFailure(context::fail);
    }

    private static Future<Void> granted(RoutingContext context, ControlStore.Granted granted) {
        return switch (granted) {
            case GRANTED -> Future.succeededFuture();
            case REPLAYED -> {
                context.response().putHeader("Idempotent-Replayed", "true");
                yield Future.succeededFuture();
            }
            case CONFLICT ->
                Future.failedFuture(new Failure(
                        ErrorCode.IDEMPOTENCY_CONFLICT,
                        "This Idempotency-Key was used with another grant. Use a new key for a new grant."));
        };
    }

    private void changed(RoutingContext context, Future<?> change) {
        change.onSuccess(done -> {
                    publish();
                    context.response().setStatusCode(204).end();
                })
                .onFailure(context::fail);
    }

    /** Nodes that miss the message read the change within half a second. */
    private void publish() {
        vertx.eventBus().publish(Addresses.CONTROLS, "changed");
    }

    private static JsonNode body(RoutingContext context) {
        return JsonBodies.node(context).orElseThrow();
    }

    private static Optional<String> reason(JsonNode body) {
        return Optional.ofNullable(body.path("reason").textValue()).map(CleanText::line);
    }

    private static OptionalInt number(JsonNode body, String member) {
        JsonNode value = body.path(member);
        return value.isNumber() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    private static Optional<BigDecimal> amount(JsonNode body, String member) {
        JsonNode value = body.path(member);
        return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    private static UUID actor(RoutingContext context) {
        return RequestOwner.of(context).userId().orElseThrow();
    }
}
