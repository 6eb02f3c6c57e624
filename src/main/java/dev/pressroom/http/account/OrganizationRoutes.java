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

/** The latest website analysis of the owner, and the calls to action (CTAs) of an organization. */
public final class OrganizationRoutes {
    /** Number of CTAs from which {@code hasSufficientCTAs} is true. */
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

    /** The result of the analysis with the organization's CTAs and id; null if there is none. */
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
        orNotFound(organizations.find(RequestOwner.of(context), id(context)))
                .onSuccess(organization -> JsonResponses.json(context, 200, ctas(organization)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/organizations/:organizationId/ctas/manual} */
    public void addCtas(RoutingContext context) {
        JsonArray sent = JsonBodies.object(context).getJsonArray("ctas");
        JsonArray added =
                new JsonArray(sent.stream().map(cta -> cta((JsonObject) cta)).toList());
        orNotFound(organizations.addCtas(RequestOwner.of(context), id(context), added))
                .onSuccess(organization -> JsonResponses.json(
                        context,
                        201,
                        ctas(organization)
                                .put("ctas_added", added.size())
                                .put("message", "Added " + added.size() + " calls to action.")))
                .onFailure(context::fail);
    }

    /** Copies the documented members only, which bounds the size of a stored CTA. */
    private static JsonObject cta(JsonObject sent) {
        return new JsonObject()
                .put("text", CleanText.line(sent.getString("text")))
                .put("href", CleanText.line(sent.getString("href")))
                .put(
                        "type",
                        CleanText.line(
                                Optional.ofNullable(sent.getString("type")).orElse("cta")))
                .put(
                        "placement",
                        CleanText.line(
                                Optional.ofNullable(sent.getString("placement")).orElse("end-of-post")));
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

    private static Future<Known> orNotFound(Future<Optional<Known>> organization) {
        return organization.compose(found -> found.map(Future::succeededFuture)
                .orElseGet(
                        () -> Future.failedFuture(new Failure(ErrorCode.NOT_FOUND, "There is no such organization."))));
    }

    private static UUID id(RoutingContext context) {
        return PathIds.of(context, "organizationId");
    }
}
