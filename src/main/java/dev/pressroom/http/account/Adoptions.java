package dev.pressroom.http.account;

import dev.pressroom.account.TokenUser;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.organization.AdoptionStore;
import dev.pressroom.organization.AdoptionStore.Adopted;
import dev.pressroom.organization.AdoptionStore.Source;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transfers what a visitor has made before signing in: with a session, or with the token of a trial user. */
public final class Adoptions {
    private static final Logger LOG = LoggerFactory.getLogger(Adoptions.class);

    /** The members of a body that name the session. Existing frontends use both spellings. */
    static final Set<String> SESSION_MEMBERS = Set.of("session_id", "sessionId");

    private static final String TRIAL_TOKEN = "trialToken";

    private final AdoptionStore store;
    private final Tokens tokens;

    public Adoptions(AdoptionStore store, Tokens tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    Future<Adopted> adopt(UUID user, Source source) {
        return store.adopt(user, source);
    }

    /** The trial user of the member {@code trialToken}; empty without it. Fails with {@code VALIDATION_FAILED}. */
    Future<Optional<Source>> trial(RoutingContext context) {
        return text(context, TRIAL_TOKEN)
                .map(token -> trial(token)
                        .map(Optional::of)
                        .recover(cause -> Future.failedFuture(
                                cause instanceof Failure
                                        ? ErrorResponse.DetailedFailure.invalid(
                                                "/" + TRIAL_TOKEN, "must be the valid token of a trial user")
                                        : cause)))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<Source> trial(String token) {
        return tokens.verify(token)
                .compose(
                        user -> user.role().filter(TokenUser.TRIAL_ROLE::equals).isPresent()
                                ? Future.succeededFuture(Source.trial(user.userId()))
                                : Future.failedFuture(ErrorResponse.DetailedFailure.invalid(
                                        "/" + TRIAL_TOKEN, "must be the valid token of a trial user")));
    }

    /**
     * For a user who has just signed in: adopts the sessions of header and body and the trial user, where they are valid.
     * Never fails, since the sign-in is done: the client can send adopt-session. Empty when the request names none.
     */
    Future<Optional<Adopted>> afterSignIn(RoutingContext context, UUID user) {
        Set<String> sessions = new LinkedHashSet<>();
        Optional.ofNullable(context.request().getHeader("x-session-id")).ifPresent(sessions::add);
        SESSION_MEMBERS.forEach(member -> text(context, member).ifPresent(sessions::add));
        sessions.removeIf(id -> !Authenticator.isSession(id));
        Future<Optional<Adopted>> adopted = Future.succeededFuture(Optional.empty());
        for (String session : sessions) {
            adopted = adopted.compose(before -> added(before, leniently(user, Source.session(session))));
        }
        return adopted.compose(before -> trial(context)
                .recover(invalid -> Future.succeededFuture(Optional.empty()))
                .compose(trial -> trial.map(source -> added(before, leniently(user, source)))
                        .orElseGet(() -> Future.succeededFuture(before))));
    }

    private static Future<Optional<Adopted>> added(Optional<Adopted> before, Future<Adopted> more) {
        return more.map(adopted -> Optional.of(before.orElse(Adopted.NOTHING).plus(adopted)));
    }

    private Future<Adopted> leniently(UUID user, Source source) {
        return store.adopt(user, source).recover(cause -> {
            LOG.atWarn()
                    .addKeyValue("user", user)
                    .addKeyValue("cause", cause.getMessage())
                    .log("data of a visitor could not be adopted at sign-in");
            return Future.succeededFuture(Adopted.NOTHING);
        });
    }

    private static Optional<String> text(RoutingContext context, String member) {
        return JsonBodies.json(context)
                .filter(JsonObject.class::isInstance)
                .map(body -> ((JsonObject) body).getValue(member))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    static JsonObject json(Adopted adopted) {
        return new JsonObject()
                .put("jobs", adopted.jobs())
                .put("organizations", adopted.organizations())
                .put("posts", adopted.posts());
    }
}
