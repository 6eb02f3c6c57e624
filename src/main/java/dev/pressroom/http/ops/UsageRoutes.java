package dev.pressroom.http.ops;

import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.ops.Scope;
import dev.pressroom.ops.UsageReport;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** What model calls have used, in groups. */
public final class UsageRoutes {
    private static final int DEFAULT_LIMIT = 100;

    private final UsageReport usage;
    private final Clock clock;

    public UsageRoutes(UsageReport usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /** {@code GET /api/v1/ops/usage} */
    public void get(RoutingContext context) {
        UsageReport.By by = OpsRoutes.parameter(context, "by")
                .map(text -> UsageReport.By.of(text)
                        .orElseThrow(
                                () -> ErrorResponse.DetailedFailure.invalid("by", "must be owner, day, type or model")))
                .orElse(UsageReport.By.DAY);
        UsageReport.Period period = period(context);
        int limit = Preferences.integer(context.request().getParam("limit")).orElse(DEFAULT_LIMIT);
        usage.groups(by, period, limit + 1)
                .compose(groups -> usage.totals(period)
                        .onSuccess(totals -> JsonResponses.json(context, 200, json(by, period, limit, groups, totals))))
                .onFailure(context::fail);
    }

    private static JsonObject json(
            UsageReport.By by,
            UsageReport.Period period,
            int limit,
            List<UsageReport.Sums> groups,
            List<UsageReport.Sums> totals) {
        return new JsonObject()
                .put("by", by.wireName())
                .put("from", period.from().toString())
                .put("to", period.to().toString())
                .put("owner", period.owner().orElse(null))
                .put(
                        "groups",
                        OpsJson.array(
                                groups.subList(0, Math.min(limit, groups.size())),
                                sums -> OpsJson.sums(sums)
                                        .put("name", sums.name().isEmpty() ? null : sums.name())))
                .put("hasMore", groups.size() > limit)
                .put("totals", OpsJson.array(totals, OpsJson::sums));
    }

    /** Without dates the present month. */
    private UsageReport.Period period(RoutingContext context) {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        LocalDate to = date(context, "to").orElse(today);
        LocalDate from = date(context, "from").orElse(to.withDayOfMonth(1));
        if (from.isAfter(to)) {
            throw ErrorResponse.DetailedFailure.invalid("from", "must not be after to");
        }
        if (from.plusDays(UsageReport.MAX_DAYS).isBefore(to.plusDays(1))) {
            throw ErrorResponse.DetailedFailure.invalid(
                    "from", "must be less than " + UsageReport.MAX_DAYS + " days before to");
        }
        return new UsageReport.Period(from, to, owner(context));
    }

    private static Optional<String> owner(RoutingContext context) {
        Optional<String> owner = OpsRoutes.parameter(context, "owner");
        if (owner.filter(text -> !Scope.isTenant(text)).isPresent()) {
            throw ErrorResponse.DetailedFailure.invalid(
                    "owner", "must be organization:<id>, user:<id> or visitor:<hash>");
        }
        return owner;
    }

    private static Optional<LocalDate> date(RoutingContext context, String name) {
        try {
            return OpsRoutes.parameter(context, name).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            throw ErrorResponse.DetailedFailure.invalid(name, "must be a date such as 2026-01-31");
        }
    }
}
