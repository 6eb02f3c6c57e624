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

/** Determines the owner of a request: a user by a token, an anonymous session by its id, or both. */
public final class Authenticator {
    private static final String BEARER = "bearer ";

    /** Message of the violation when {@link #isSession} is false. */
    public static final String SESSION_RULE = "must be 8 to 255 visible ASCII characters";

    private final Tokens tokens;

    public Authenticator(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Whether the headers have a token or a session id, valid or not. */
    public static boolean hasCredentials(HttpServerRequest request) {
        return bearer(request).isPresent() || session(request, false).isPresent();
    }

    /** The owner by the headers. Fails with {@code UNAUTHENTICATED} without credentials or with invalid ones. */
    public Future<Owner> byHeaders(HttpServerRequest request) {
        return owner(bearer(request), session(request, false));
    }

    /** As {@link #byHeaders}; the session id may also be in the query, as {@code sessionId}. */
    public Future<Owner> byHeadersOrQuery(HttpServerRequest request) {
        return owner(bearer(request), session(request, true));
    }

    /**
     * As {@link #byHeaders}; the session id may also be in the body, as {@code sessionId}. The header takes precedence.
     */
    public Future<Owner> byHeadersOrBody(RoutingContext context) {
        Optional<String> header = session(context.request(), false);
        Optional<String> inBody = JsonBodies.json(context)
                .filter(JsonObject.class::isInstance)
                .flatMap(body -> ((JsonObject) body).getValue("sessionId") instanceof String id
                        ? Optional.of(id)
                        : Optional.empty());
        return header.isPresent() || inBody.isEmpty() || isSession(inBody.get())
                ? owner(bearer(context.request()), header.or(() -> inBody))
                : Future.failedFuture(ErrorResponse.DetailedFailure.invalid("/sessionId", SESSION_RULE));
    }

    /** As {@link #byHeadersOrQuery}; the token may also be in the query: {@code EventSource} cannot send headers. */
    public Future<Owner> forStream(HttpServerRequest request) {
        Optional<String> token = bearer(request).or(() -> Optional.ofNullable(request.getParam("token")));
        return owner(token, session(request, true));
    }

    /** As {@link #byHeaders}; fails with {@code UNAUTHENTICATED} for a session without a token. */
    public Future<Owner> userByHeaders(HttpServerRequest request) {
        return byHeaders(request)
                .compose(owner -> owner.userId().isPresent()
                        ? Future.succeededFuture(owner)
                        : Future.failedFuture(unauthenticated()));
    }

    /** The user of the token in the header. Fails with {@code UNAUTHENTICATED} without one. */
    public Future<TokenUser> tokenUser(HttpServerRequest request) {
        return bearer(request).map(tokens::verify).orElseGet(() -> Future.failedFuture(unauthenticated()));
    }

    /**
     * An operator by the token in the header. Fails with {@code UNAUTHENTICATED} without one and with {@code FORBIDDEN} for
     * other users.
     */
    public Future<Owner> adminByHeaders(HttpServerRequest request) {
        return admin(bearer(request));
    }

    /** As {@link #adminByHeaders}; the token may also be in the query: {@code EventSource} cannot send headers. */
    public Future<Owner> adminForStream(HttpServerRequest request) {
        return admin(bearer(request).or(() -> Optional.ofNullable(request.getParam("token"))));
    }

    private Future<Owner> admin(Optional<String> token) {
        return token.map(tokens::verify)
                .orElseGet(() -> Future.failedFuture(unauthenticated()))
                .compose(user -> user.isAdmin()
                        ? Future.succeededFuture(Owner.user(user.userId()))
                        : Future.failedFuture(new Failure(
                                ErrorCode.FORBIDDEN, "Only operators may do this: the token needs the role admin.")));
    }

    /** Whether a text is a valid session id: see {@link #SESSION_RULE}. */
    public static boolean isSession(String id) {
        return Chars.all(id, 8, 255, c -> c > ' ' && c < 0x7f);
    }

    private Future<Owner> owner(Optional<String> token, Optional<String> session) {
        if (session.isPresent() && !isSession(session.get())) {
            return Future.failedFuture(ErrorResponse.DetailedFailure.invalid("x-session-id", SESSION_RULE));
        }
        if (token.isPresent()) {
            return tokens.verify(token.get())
                    .map(user -> new Owner(Optional.of(user.userId()), session, user.organizationId()));
        }
        return session.map(id -> tokens.checkSession(id).map(valid -> Owner.session(id)))
                .orElseGet(() -> Future.failedFuture(unauthenticated()));
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
