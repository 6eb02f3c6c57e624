package dev.pressroom.http.account;

import dev.pressroom.account.Accounts;
import dev.pressroom.account.ErasedOwners;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import dev.pressroom.bus.Addresses;
import dev.pressroom.erasure.ErasureStore;
import dev.pressroom.erasure.ErasureStore.Erasure;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.Client;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.job.Owner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/** Erasure of all data of an owner: by the owner, or by an operator. */
public final class ErasureRoutes {
    private final Vertx vertx;
    private final ErasureStore store;
    private final ErasedOwners erased;
    private final Optional<Accounts> accounts;
    private final Authenticator authenticator;

    /** @param accounts empty when this service issues no tokens */
    public ErasureRoutes(
            Vertx vertx,
            ErasureStore store,
            ErasedOwners erased,
            Optional<Accounts> accounts,
            Authenticator authenticator) {
        this.vertx = vertx;
        this.store = store;
        this.erased = erased;
        this.accounts = accounts;
        this.authenticator = authenticator;
    }

    /** {@code DELETE /api/v1/users/me}: the user of the token, or else the session. */
    public void eraseMe(RoutingContext context) {
        Owner owner = RequestOwner.of(context);
        Future<Optional<String>> email = owner.userId().isPresent()
                ? requirePassword(context, owner.userId().get())
                        .compose(right -> authenticator.tokenUser(context.request()))
                        .map(user -> user.email())
                : Future.succeededFuture(Optional.empty());
        email.compose(known -> begin(owner, known, Optional.empty()))
                .onSuccess(erasure -> accepted(context, erasure))
                .onFailure(context::fail);
    }

    private Future<Void> requirePassword(RoutingContext context, UUID user) {
        Optional<Secret> password = JsonBodies.json(context)
                .map(JsonObject.class::cast)
                .map(body -> body.getString("password"))
                .map(Secret::new);
        return accounts.map(local ->
                        local.passwordFault(user, password, Client.of(context).address()))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(fault -> fault.map(message ->
                                Future.<Void>failedFuture(ErrorResponse.DetailedFailure.invalid("/password", message)))
                        .orElseGet(Future::succeededFuture));
    }

    /** {@code POST /api/v1/ops/erasures} */
    public void eraseOwner(RoutingContext context) {
        JsonObject body = JsonBodies.object(context);
        Optional<String> user = Optional.ofNullable(body.getString("userId"));
        Optional<String> session = Optional.ofNullable(body.getString("sessionId"));
        if (user.isPresent() == session.isPresent()) {
            throw ErrorResponse.DetailedFailure.invalid("/userId", "give either userId or sessionId");
        }
        if (session.isPresent() && !Authenticator.isSession(session.get())) {
            throw ErrorResponse.DetailedFailure.invalid("/sessionId", Authenticator.SESSION_RULE);
        }
        Owner owner = user.map(id -> Owner.user(UUID.fromString(id))).orElseGet(() -> Owner.session(session.get()));
        begin(owner, Optional.empty(), RequestOwner.of(context).userId())
                .onSuccess(erasure -> accepted(context, erasure))
                .onFailure(context::fail);
    }

    /** This node refuses the owner's tokens at once; the others after the message, or within a second. */
    private Future<Erasure> begin(Owner owner, Optional<String> email, Optional<UUID> actor) {
        return store.begin(UUID.randomUUID(), owner, email, actor)
                .compose(erasure -> erased.reload().otherwiseEmpty().map(read -> {
                    vertx.eventBus().publish(Addresses.ERASURES, "begun");
                    return erasure;
                }));
    }

    private static void accepted(RoutingContext context, Erasure erasure) {
        context.response().putHeader(HttpHeaders.LOCATION, "/api/v1/erasures/" + erasure.id());
        JsonResponses.json(context, 202, json(erasure));
    }

    /** {@code GET /api/v1/erasures/:erasureId}: for everyone who has the id, which is random. */
    public void get(RoutingContext context) {
        store.find(PathIds.of(context, "erasureId"))
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() ->
                                Future.failedFuture(new Failure(ErrorCode.NOT_FOUND, "There is no such erasure."))))
                .onSuccess(erasure -> JsonResponses.json(context, 200, json(erasure)))
                .onFailure(context::fail);
    }

    private static JsonObject json(Erasure erasure) {
        return new JsonObject()
                .put("erasureId", erasure.id().toString())
                .put("status", erasure.finishedAt().isPresent() ? "done" : "running")
                .put("requestedAt", JsonResponses.timestamp(erasure.requestedAt()))
                .put(
                        "finishedAt",
                        erasure.finishedAt().map(JsonResponses::timestamp).orElse(null));
    }
}
