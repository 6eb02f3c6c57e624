package dev.pressroom.http;

import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.OrganizationStore;
import dev.pressroom.job.OrganizationStore.Known;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/** What the analyses of the caller's sites have found, and the calls to action that people add to it. */
final class OrganizationRoutes {
    /** As many as an analysis wants to see. */
    private static final int SUFFICIENT_CTAS = 3;

    private final OrganizationStore organizations;

    OrganizationRoutes(OrganizationStore organizations) {
        this.organizations = organizations;
    }

    /** {@code GET /api/v1/user/recent-analysis} */
    void recentAnalysis(RoutingContext context) {
        organizations
                .latestAnalysis(Api.caller(context))
                .onSuccess(found -> Answers.json(
                        context,
                        200,
                        new JsonObject().put("success", found.isPresent()).put("analysis", analysis(found))))
                .onFailure(context::fail);
    }

    /** The analysis as its job gave it, with the address of the site; null when there is none. */
    static JsonObject analysis(Optional<Known> found) {
        return found.map(organization -> organization
                        .context()
                        .copy()
                        .put("ctas", organization.ctas())
                        .put("organizationId", organization.id().toString()))
                .orElse(null);
    }

    /** {@code GET /api/v1/organizations/:organizationId/ctas} */
    void ctas(RoutingContext context) {
        found(organizations.find(Api.caller(context), id(context)))
                .onSuccess(organization -> Answers.json(context, 200, ctas(organization)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/organizations/:organizationId/ctas/manual} */
    void addCtas(RoutingContext context) {
        JsonArray given = Bodies.object(context).getJsonArray("ctas");
        JsonArray added =
                new JsonArray(given.stream().map(cta -> cta((JsonObject) cta)).toList());
        found(organizations.addCtas(Api.caller(context), id(context), added))
                .onSuccess(organization -> Answers.json(
                        context,
                        201,
                        ctas(organization)
                                .put("ctas_added", added.size())
                                .put("message", "Added " + added.size() + " calls to action.")))
                .onFailure(context::fail);
    }

    /** Only the members that are named: what is kept has a bound. */
    private static JsonObject cta(JsonObject given) {
        return new JsonObject()
                .put("text", CleanText.line(given.getString("text")))
                .put("href", CleanText.line(given.getString("href")))
                .put(
                        "type",
                        CleanText.line(
                                Optional.ofNullable(given.getString("type")).orElse("cta")))
                .put(
                        "placement",
                        CleanText.line(Optional.ofNullable(given.getString("placement"))
                                .orElse("end-of-post")));
    }

    private static JsonObject ctas(Known organization) {
        JsonArray ctas = organization.ctas();
        boolean sufficient = ctas.size() >= SUFFICIENT_CTAS;
        return new JsonObject()
                .put("success", true)
                .put("organizationId", organization.id().toString())
                .put("ctas", ctas)
                .put("count", ctas.size())
                .put("ctaCount", ctas.size())
                .put("has_sufficient_ctas", sufficient)
                .put("hasSufficientCTAs", sufficient);
    }

    private static Future<Known> found(Future<Optional<Known>> organization) {
        return organization.compose(found -> found.map(Future::succeededFuture)
                .orElseGet(
                        () -> Future.failedFuture(new Failure(ErrorCode.NOT_FOUND, "There is no such organization."))));
    }

    private static UUID id(RoutingContext context) {
        return PathIds.of(context, "organizationId");
    }
}
