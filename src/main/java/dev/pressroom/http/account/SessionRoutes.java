package dev.pressroom.http.account;

import dev.pressroom.account.Credits;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.Owner;
import dev.pressroom.organization.AdoptionStore.Adopted;
import dev.pressroom.organization.AdoptionStore.Source;
import dev.pressroom.organization.OrganizationStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Anonymous sessions, and their adoption by a user. The session id is the only credential of a session; sessions themselves
 * are not stored.
 */
public final class SessionRoutes {
    private static final int ID_BYTES = 16;

    private final Adoptions adoptions;
    private final OrganizationStore organizations;
    private final Credits credits;
    private final Duration retention;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param retention of a session's jobs and posts since their last change */
    public SessionRoutes(
            Adoptions adoptions, OrganizationStore organizations, Credits credits, Duration retention, Clock clock) {
        this.organizations = organizations;
        this.retention = retention;
        this.clock = clock;
        this.adoptions = adoptions;
        this.credits = credits;
    }

    /** {@code POST /api/v1/session/create}: returns a new session id, or the valid one in the body. */
    public void create(RoutingContext context) {
        idInBody(context)
                .orElseGet(() -> Future.succeededFuture(newId()))
                .onSuccess(id -> JsonResponses.json(
                        context,
                        201,
                        new JsonObject()
                                .put("success", true)
                                .put("session_id", id)
                                .put("expires_at", JsonResponses.timestamp(expiry()))))
                .onFailure(context::fail);
    }

    /** The earliest time at which data that the session creates now may be deleted. */
    private OffsetDateTime expiry() {
        return clock.instant().plus(retention).atOffset(ZoneOffset.UTC);
    }

    /** {@code POST /api/v1/users/adopt-session} */
    public void adopt(RoutingContext context) {
        transfer(context)
                .onSuccess(adopted -> JsonResponses.json(context, 200, json(adopted)))
                .onFailure(context::fail);
    }

    /**
     * {@code POST /api/v1/analysis/adopt-session}: transfers the data and returns the latest analysis of the user. A
     * repeated request returns it too.
     */
    public void adoptAnalysis(RoutingContext context) {
        transfer(context)
                .compose(adopted -> organizations
                        .latestAnalysis(RequestOwner.of(context))
                        .map(found -> json(adopted).put("analysis", OrganizationRoutes.analysis(found))))
                .onSuccess(body -> JsonResponses.json(context, 200, body))
                .onFailure(context::fail);
    }

    /** Transfers the data of the session, of the trial user, or of both, to the user. */
    private Future<Adopted> transfer(RoutingContext context) {
        Owner owner = RequestOwner.of(context);
        UUID user = owner.userId().orElseThrow();
        return adoptions
                .trial(context)
                .compose(trial -> trial.isPresent() && !namesSession(context)
                        ? adopt(user, trial.get())
                        : session(context, owner)
                                .compose(session -> adopt(user, Source.session(session)))
                                .compose(adopted -> trial.map(
                                                source -> adopt(user, source).map(adopted::plus))
                                        .orElseGet(() -> Future.succeededFuture(adopted))));
    }

    private Future<Adopted> adopt(UUID user, Source source) {
        return credits.ensureUser(user).compose(stored -> adoptions.adopt(user, source));
    }

    private static boolean namesSession(RoutingContext context) {
        return RequestOwner.of(context).sessionId().isPresent()
                || idInBody(context).isPresent();
    }

    private static JsonObject json(Adopted adopted) {
        return new JsonObject().put("success", true).put("adopted", Adoptions.json(adopted));
    }

    /** The session id in the body takes precedence over the header, which a frontend may send with every request. */
    private static Future<String> session(RoutingContext context, Owner owner) {
        return idInBody(context)
                .or(() -> owner.sessionId().map(Future::succeededFuture))
                .orElseGet(
                        () -> Future.failedFuture(ErrorResponse.DetailedFailure.invalid("/session_id", "is required")));
    }

    /** Existing frontends use both spellings of the member. */
    private static Optional<Future<String>> idInBody(RoutingContext context) {
        return JsonBodies.json(context)
                .map(JsonObject.class::cast)
                .flatMap(body -> idInBody(body, "session_id").or(() -> idInBody(body, "sessionId")));
    }

    private static Optional<Future<String>> idInBody(JsonObject body, String member) {
        return Optional.ofNullable(body.getString(member))
                .map(id -> Authenticator.isSession(id)
                        ? Future.succeededFuture(id)
                        : Future.failedFuture(
                                ErrorResponse.DetailedFailure.invalid("/" + member, Authenticator.SESSION_RULE)));
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
