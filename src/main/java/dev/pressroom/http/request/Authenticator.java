package dev.pressroom.http.request;

import dev.pressroom.account.TokenUser;
import dev.pressroom.account.Tokens;
import dev.pressroom.base.Chars;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Finds out who is calling: a user by a token, an anonymous session by its id, or both at once. */
public final class Authenticator {
    private static final String BEARER = "bearer ";

    /** What a session id must be, to be said of one that is not. */
    public static final String SESSION_FORM = "must be 8 to 255 visible ASCII characters";

    private final Tokens tokens;

    public Authenticator(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Whether the head of a request names a caller, which need not be one. */
    public static boolean hasCredentials(HttpServerRequest request) {
        return bearer(request).isPresent() || session(request, false).isPresent();
    }

    /** The caller of a request that sends headers. Fails with 401 without any credentials, or with bad ones. */
    public Future<Owner> of(HttpServerRequest request) {
        return owner(bearer(request), session(request, false));
    }

    /** As {@link #of}, and a session may show itself in the query. */
    public Future<Owner> ofGet(HttpServerRequest request) {
        return owner(bearer(request), session(request, true));
    }

    /** As {@link #of}, and a session may show itself as {@code sessionId} in the body; the header wins. */
    public Future<Owner> ofBody(RoutingContext context) {
        Optional<String> header = session(context.request(), false);
        Optional<String> inBody = JsonBodies.json(context)
                .filter(JsonObject.class::isInstance)
                .flatMap(body -> ((JsonObject) body).getValue("sessionId") instanceof String id
                        ? Optional.of(id)
                        : Optional.empty());
        return header.isPresent() || inBody.isEmpty() || isSession(inBody.get())
                ? owner(bearer(context.request()), header.or(() -> inBody))
                : Future.failedFuture(ErrorResponse.DetailedFailure.invalid(
                        "/sessionId", "must be 8 to 255 visible ASCII characters"));
    }

    /** As {@link #ofGet}, and the token may stand in the query: {@code EventSource} cannot send headers. */
    public Future<Owner> ofStream(HttpServerRequest request) {
        Optional<String> token = bearer(request).or(() -> Optional.ofNullable(request.getParam("token")));
        return owner(token, session(request, true));
    }

    /** As {@link #of}, but a session alone is not enough. */
    public Future<Owner> userOf(HttpServerRequest request) {
        return of(request)
                .compose(caller -> caller.userId().isPresent()
                        ? Future.succeededFuture(caller)
                        : Future.failedFuture(unauthenticated()));
    }

    /** What the token in the header says; fails with 401 without one. */
    public Future<TokenUser> tokenOf(HttpServerRequest request) {
        return bearer(request).map(tokens::verify).orElseGet(() -> Future.failedFuture(unauthenticated()));
    }

    public static boolean isSession(String id) {
        return Chars.all(id, 8, 255, c -> c > ' ' && c < 0x7f);
    }

    private Future<Owner> owner(Optional<String> token, Optional<String> session) {
        if (session.isPresent() && !isSession(session.get())) {
            return Future.failedFuture(ErrorResponse.DetailedFailure.invalid("x-session-id", SESSION_FORM));
        }
        if (token.isPresent()) {
            return tokens.verify(token.get())
                    .map(user -> new Owner(Optional.of(user.userId()), session, user.organizationId()));
        }
        return session.isPresent()
                ? Future.succeededFuture(Owner.session(session.get()))
                : Future.failedFuture(unauthenticated());
    }

    private static Optional<String> bearer(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).trim())
                : Optional.empty();
    }

    private static Optional<String> session(HttpServerRequest request, boolean inQuery) {
        return Optional.ofNullable(request.getHeader("x-session-id"))
                .or(() -> Optional.ofNullable(inQuery ? request.getParam("sessionId") : null));
    }

    private static Failure unauthenticated() {
        return new Failure(ErrorCode.UNAUTHENTICATED, "Send a token: Authorization: Bearer <JWT>.");
    }
}
