package dev.pressroom.http.request;

import dev.pressroom.job.Budgets;
import io.vertx.core.json.JsonObject;

/** A tenant's month as JSON: {@code budget} (null: none), {@code spent}, {@code currency}, {@code resetsAt}. */
public final class MonthJson {
    private MonthJson() {}

    public static JsonObject of(Budgets.State month) {
        return new JsonObject()
                .put("budget", month.budget().map(JsonResponses::amount).orElse(null))
                .put("spent", JsonResponses.amount(month.spent()))
                .put("currency", month.currency())
                .put("resetsAt", JsonResponses.timestamp(month.resetsAt().toInstant()));
    }
}
