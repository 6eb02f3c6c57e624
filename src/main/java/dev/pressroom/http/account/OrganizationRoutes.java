package dev.pressroom.http.account;

import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.organization.OrganizationStore;
import dev.pressroom.organization.OrganizationStore.Known;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/** What the analyses of the caller's sites have found, and the calls to action that people add to it. */
public final class OrganizationRoutes {
    /** As many as an analysis wants to see. */
    private static final int SUFFICIENT_CTAS = 3;

    private final OrganizationStore organizations;

    public OrganizationRoutes(OrganizationStore organizations) {
        this.organizations = organizations;
    }

    /** {@code GET /api/v1/user/recent-analysis} */
    public void recentAnalysis(RoutingContext context) {
        organizations
                .latestAnalysis(RequestOwner.of(context))
                .onSuccess(found -> JsonResponses.json(
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
    public void ctas(RoutingContext context) {
        found(organizations.find(RequestOwner.of(context), id(context)))
                .onSuccess(organization -> JsonResponses.json(context, 200, ctas(organization)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/organizations/:organizationId/ctas/manual} */
    public void addCtas(RoutingContext context) {
        JsonArray given = JsonBodies.object(context).getJsonArray("ctas");
        JsonArray added =
                new JsonArray(given.stream().map(cta -> cta((JsonObject) cta)).toList());
        found(organizations.addCtas(RequestOwner.of(context), id(context), added))
                .onSuccess(organization -> JsonResponses.json(
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
