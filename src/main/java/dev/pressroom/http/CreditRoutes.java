package dev.pressroom.http;

import dev.pressroom.account.Credits;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Tells users what they may still spend. */
final class CreditRoutes {
    private final Credits credits;

    CreditRoutes(Credits credits) {
        this.credits = credits;
    }

    /** {@code GET /api/v1/user/credits} */
    void get(RoutingContext context) {
        credits.statement(Api.caller(context).userId().orElseThrow())
                .onSuccess(statement -> Answers.json(
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
