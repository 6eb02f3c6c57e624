package dev.pressroom.http.account;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.EntityTags;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PageCursor;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.Owner;
import dev.pressroom.organization.Organization;
import dev.pressroom.organization.OrganizationStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The organizations of the owner, their calls to action (CTAs), and the latest website analysis. */
public final class OrganizationRoutes {
    /** Number of CTAs from which {@code hasSufficientCTAs} is true. */
    private static final int SUFFICIENT_CTAS = 3;

    private static final int DEFAULT_LIMIT = 20;

    /** Roles of tokens whose users may delete the organization that they share with others. */
    private static final Set<String> ADMIN_ROLES = Set.of("admin", "owner");

    private final OrganizationStore organizations;
    private final Authenticator authenticator;

    public OrganizationRoutes(OrganizationStore organizations, Authenticator authenticator) {
        this.authenticator = authenticator;
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
    static JsonObject analysis(Optional<Organization> found) {
        return found.map(organization -> organization
                        .context()
                        .copy()
                        .put("ctas", organization.ctas())
                        .put("organizationId", organization.id().toString()))
                .orElse(null);
    }

    /** {@code GET /api/v1/organizations} */
    public void list(RoutingContext context) {
        int limit = Preferences.integer(context.request().getParam("limit")).orElse(DEFAULT_LIMIT);
        Optional<String> cursor = Optional.ofNullable(context.request().getParam("cursor"));
        Optional<PageCursor> after = cursor.flatMap(PageCursor::parse);
        if (cursor.isPresent() && after.isEmpty()) {
            context.fail(ErrorResponse.DetailedFailure.invalid("cursor", "must be the nextCursor of an earlier page"));
            return;
        }
        organizations
                .list(RequestOwner.of(context), after.map(PageCursor::createdAt), after.map(PageCursor::id), limit)
                .onSuccess(page -> JsonResponses.json(context, 200, page(page)))
                .onFailure(context::fail);
    }

    private static JsonObject page(OrganizationStore.Page page) {
        List<Organization> all = page.organizations();
        Optional<Organization> last = page.more() ? Optional.of(all.get(all.size() - 1)) : Optional.empty();
        return new JsonObject()
                .put("success", true)
                .put(
                        "organizations",
                        new JsonArray(all.stream().map(OrganizationJson::of).toList()))
                .put(
                        "nextCursor",
                        last.map(one -> new PageCursor(one.createdAt(), one.id()).text())
                                .orElse(null));
    }

    /** {@code GET /api/v1/organizations/:organizationId} */
    public void get(RoutingContext context) {
        respond(context, orNotFound(organizations.find(RequestOwner.of(context), id(context))));
    }

    /** {@code PATCH /api/v1/organizations/:organizationId}: missing members are not changed, null returns to the analysis. */
    public void patch(RoutingContext context) {
        JsonObject edits = OrganizationJson.edits(JsonBodies.object(context));
        if (edits.isEmpty()) {
            context.fail(ErrorResponse.DetailedFailure.invalid("", "must have a member to change"));
            return;
        }
        respond(
                context,
                orNotFound(organizations.edit(
                        RequestOwner.of(context), id(context), edits, EntityTags.ifMatch(context.request()))));
    }

    /** {@code DELETE /api/v1/organizations/:organizationId} */
    public void delete(RoutingContext context) {
        Owner owner = RequestOwner.of(context);
        isAdmin(context, owner)
                .compose(
                        admin -> organizations.delete(owner, id(context), admin, EntityTags.ifMatch(context.request())))
                .compose(deleted -> deleted ? Future.succeededFuture() : Future.failedFuture(notFound()))
                .onSuccess(deleted -> context.response().setStatusCode(204).end())
                .onFailure(context::fail);
    }

    private Future<Boolean> isAdmin(RoutingContext context, Owner owner) {
        return owner.userId().isEmpty()
                ? Future.succeededFuture(false)
                : authenticator
                        .tokenUser(context.request())
                        .map(user -> user.role().filter(ADMIN_ROLES::contains).isPresent());
    }

    private static void respond(RoutingContext context, Future<Organization> organization) {
        organization
                .onSuccess(found -> {
                    context.response().putHeader(HttpHeaders.ETAG, EntityTags.of(found.updatedAt()));
                    JsonResponses.json(
                            context,
                            200,
                            new JsonObject().put("success", true).put("organization", OrganizationJson.of(found)));
                })
                .onFailure(context::fail);
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
        JsonArray added = new JsonArray(
                sent.stream().map(cta -> OrganizationJson.cta((JsonObject) cta)).toList());
        orNotFound(organizations.addCtas(RequestOwner.of(context), id(context), added))
                .onSuccess(organization -> JsonResponses.json(
                        context,
                        201,
                        ctas(organization)
                                .put("ctas_added", added.size())
                                .put("message", "Added " + added.size() + " calls to action.")))
                .onFailure(context::fail);
    }

    private static JsonObject ctas(Organization organization) {
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

    private static Future<Organization> orNotFound(Future<Optional<Organization>> organization) {
        return organization.compose(
                found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(notFound())));
    }

    private static Failure notFound() {
        return new Failure(ErrorCode.NOT_FOUND, "There is no such organization.");
    }

    private static UUID id(RoutingContext context) {
        return PathIds.of(context, "organizationId");
    }
}
