package dev.pressroom.http;

import dev.pressroom.account.Credits;
import dev.pressroom.job.AdoptionStore;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Anonymous sessions: whoever knows a session's id is the session, and nothing is stored of it. */
final class SessionRoutes {
    private static final int ID_BYTES = 24;

    private final AdoptionStore adoptions;
    private final Credits credits;
    private final SecureRandom random = new SecureRandom();

    SessionRoutes(AdoptionStore adoptions, Credits credits) {
        this.adoptions = adoptions;
        this.credits = credits;
    }

    /** {@code POST /api/v1/session/create} */
    void create(RoutingContext context) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        Answers.json(
                context,
                201,
                new JsonObject().put("session_id", Base64.getUrlEncoder().encodeToString(id)));
    }

    /** {@code POST /api/v1/users/adopt-session} */
    void adopt(RoutingContext context) {
        Owner caller = Api.caller(context);
        UUID user = caller.userId().orElseThrow();
        session(context, caller)
                .compose(session -> credits.meet(user).compose(met -> adoptions.adopt(user, session)))
                .onSuccess(adopted -> Answers.json(
                        context,
                        200,
                        new JsonObject()
                                .put("success", true)
                                .put(
                                        "adopted",
                                        new JsonObject()
                                                .put("jobs", adopted.jobs())
                                                .put("organizations", adopted.organizations()))))
                .onFailure(context::fail);
    }

    /** That of the body wins over that of the header, which a frontend may send with everything. */
    private static Future<String> session(RoutingContext context, Owner caller) {
        Optional<String> named = Bodies.json(context).map(body -> ((JsonObject) body).getString("sessionId"));
        if (named.isPresent()) {
            return Callers.isSession(named.get())
                    ? Future.succeededFuture(named.get())
                    : Future.failedFuture(ErrorAnswer.DetailedFailure.invalid("/sessionId", Callers.SESSION_FORM));
        }
        return caller.sessionId()
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(ErrorAnswer.DetailedFailure.invalid("/sessionId", "is required")));
    }
}
