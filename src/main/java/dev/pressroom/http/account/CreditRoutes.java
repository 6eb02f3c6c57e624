package dev.pressroom.http.account;

import dev.pressroom.account.Credits;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.MonthJson;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.request.TenantResolver;
import dev.pressroom.job.Budgets;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** The credit statement of the signed-in user, with the costs of this month. */
public final class CreditRoutes {
    private final Credits credits;
    private final Budgets budgets;
    private final TenantResolver tenants;

    public CreditRoutes(Credits credits, Budgets budgets, TenantResolver tenants) {
        this.credits = credits;
        this.budgets = budgets;
        this.tenants = tenants;
    }

    /** {@code GET /api/v1/user/credits} */
    public void get(RoutingContext context) {
        credits.statement(RequestOwner.of(context).userId().orElseThrow())
                .compose(statement -> budgets.of(tenants.of(context).key())
                        .map(month -> data(statement).put("month", MonthJson.of(month))))
                .onSuccess(data -> JsonResponses.json(
                        context, 200, new JsonObject().put("success", true).put("data", data)))
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
