package dev.pressroom.http.account;

import dev.pressroom.account.Credits;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RequestOwner;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Tells users what they may still spend. */
public final class CreditRoutes {
    private final Credits credits;

    public CreditRoutes(Credits credits) {
        this.credits = credits;
    }

    /** {@code GET /api/v1/user/credits} */
    public void get(RoutingContext context) {
        credits.statement(RequestOwner.of(context).userId().orElseThrow())
                .onSuccess(statement -> JsonResponses.json(
                        context, 200, new JsonObject().put("success", true).put("data", data(statement))))
                .onFailure(context::fail);
    }

    private static JsonObject data(Credits.Statement statement) {
        return new JsonObject()
                .put("basePlan", statement.plan())
                .put("isUnlimited", statement.unlimited())
                .put("totalCredits", statement.unlimited() ? null : statement.granted())
                .put("availableCredits", statement.unlimited() ? null : statement.available())
                .put("usedCredits", statement.spent())
                .put(
                        "breakdown",
                        new JsonObject()
                                .put("granted", statement.granted())
                                .put("held", statement.held())
                                .put("spent", statement.spent())
                                .put("released", statement.released()));
    }
}
