package dev.pressroom.http.account;

import dev.pressroom.account.Credits;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.Owner;
import dev.pressroom.organization.AdoptionStore;
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

/** Anonymous sessions: whoever knows a session's id is the session, and nothing is stored of it. */
public final class SessionRoutes {
    private static final int ID_BYTES = 16;

    private final AdoptionStore adoptions;
    private final OrganizationStore organizations;
    private final Credits credits;
    private final Duration kept;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** @param kept how long what a session has made is kept after it last changed */
    public SessionRoutes(
            AdoptionStore adoptions, OrganizationStore organizations, Credits credits, Duration kept, Clock clock) {
        this.organizations = organizations;
        this.kept = kept;
        this.clock = clock;
        this.adoptions = adoptions;
        this.credits = credits;
    }

    /** {@code POST /api/v1/session/create}: a new id, or the one that the visitor brings along. */
    public void create(RoutingContext context) {
        named(context)
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

    /** Until when at least all is kept that the session makes from now on. */
    private OffsetDateTime expiry() {
        return clock.instant().plus(kept).atOffset(ZoneOffset.UTC);
    }

    /** {@code POST /api/v1/users/adopt-session} */
    public void adopt(RoutingContext context) {
        adopted(context)
                .onSuccess(adopted -> JsonResponses.json(context, 200, answer(adopted)))
                .onFailure(context::fail);
    }

    /** {@code POST /api/v1/analysis/adopt-session}: also says what the user's latest analysis is, done again too. */
    public void adoptAnalysis(RoutingContext context) {
        adopted(context)
                .compose(adopted -> organizations
                        .latestAnalysis(RequestOwner.of(context))
                        .map(found -> answer(adopted).put("analysis", OrganizationRoutes.analysis(found))))
                .onSuccess(answer -> JsonResponses.json(context, 200, answer))
                .onFailure(context::fail);
    }

    private Future<AdoptionStore.Adopted> adopted(RoutingContext context) {
        Owner caller = RequestOwner.of(context);
        UUID user = caller.userId().orElseThrow();
        return session(context, caller)
                .compose(session -> credits.meet(user).compose(met -> adoptions.adopt(user, session)));
    }

    private static JsonObject answer(AdoptionStore.Adopted adopted) {
        return new JsonObject()
                .put("success", true)
                .put(
                        "adopted",
                        new JsonObject()
                                .put("jobs", adopted.jobs())
                                .put("organizations", adopted.organizations())
                                .put("posts", adopted.posts()));
    }

    /** That of the body wins over that of the header, which a frontend may send with everything. */
    private static Future<String> session(RoutingContext context, Owner caller) {
        return named(context)
                .or(() -> caller.sessionId().map(Future::succeededFuture))
                .orElseGet(
                        () -> Future.failedFuture(ErrorResponse.DetailedFailure.invalid("/session_id", "is required")));
    }

    /** Frontends write the name in both ways. */
    private static Optional<Future<String>> named(RoutingContext context) {
        return JsonBodies.json(context)
                .map(JsonObject.class::cast)
                .flatMap(body -> named(body, "session_id").or(() -> named(body, "sessionId")));
    }

    private static Optional<Future<String>> named(JsonObject body, String member) {
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
