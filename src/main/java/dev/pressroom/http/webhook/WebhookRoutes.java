package dev.pressroom.http.webhook;

import dev.pressroom.account.Credits;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.webhook.Webhook;
import dev.pressroom.webhook.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The secret and the endpoint of a user. */
public final class WebhookRoutes {
    private final WebhookStore store;
    private final Credits users;
    private final RequestedWebhook requested;

    /** @param users stores users that the service has not met */
    public WebhookRoutes(WebhookStore store, Credits users, RequestedWebhook requested) {
        this.store = store;
        this.users = users;
        this.requested = requested;
    }

    /** {@code POST /api/v1/webhooks/secret} */
    public void rotateSecret(RoutingContext context) {
        UUID user = user(context);
        users.ensureUser(user)
                .compose(stored -> store.rotate(user))
                .onSuccess(made -> JsonResponses.json(
                        context,
                        200,
                        new JsonObject()
                                .put("secret", made.secret())
                                .put("previousValidUntil", time(made.previousUntil()))))
                .onFailure(context::fail);
    }

    /** {@code PUT /api/v1/webhooks} */
    public void save(RoutingContext context) {
        UUID user = user(context);
        Webhook webhook = requested.read(JsonBodies.node(context).orElseThrow(), "");
        store.save(user, webhook)
                .compose(saved -> saved ? store.find(user) : Future.failedFuture(JobWebhooks.noSecret()))
                .onSuccess(configured -> JsonResponses.json(context, 200, json(configured)))
                .onFailure(context::fail);
    }

    /** {@code GET /api/v1/webhooks} */
    public void get(RoutingContext context) {
        store.find(user(context))
                .onSuccess(configured -> JsonResponses.json(context, 200, json(configured)))
                .onFailure(context::fail);
    }

    /** {@code DELETE /api/v1/webhooks} */
    public void delete(RoutingContext context) {
        store.delete(user(context))
                .onSuccess(deleted -> context.response()
                        .setStatusCode(204)
                        .putHeader(HttpHeaders.CACHE_CONTROL, JsonResponses.NO_STORE)
                        .end())
                .onFailure(context::fail);
    }

    private static JsonObject json(WebhookStore.Configured configured) {
        Optional<WebhookStore.Endpoint> endpoint = configured.endpoint();
        JsonObject secret = configured
                .secretCreatedAt()
                .map(at -> new JsonObject()
                        .put("createdAt", JsonResponses.timestamp(at))
                        .put("previousValidUntil", time(configured.previousUntil())))
                .orElse(null);
        return new JsonObject()
                .put("url", endpoint.map(WebhookStore.Endpoint::url).orElse(null))
                .put(
                        "events",
                        new JsonArray(
                                endpoint.map(WebhookStore.Endpoint::events).orElse(List.of())))
                .put("disabledAt", time(endpoint.flatMap(WebhookStore.Endpoint::disabledAt)))
                .put(
                        "disabledReason",
                        endpoint.flatMap(WebhookStore.Endpoint::disabledReason).orElse(null))
                .put("secret", secret);
    }

    private static String time(Optional<OffsetDateTime> time) {
        return time.map(JsonResponses::timestamp).orElse(null);
    }

    private static UUID user(RoutingContext context) {
        return RequestOwner.of(context).userId().orElseThrow();
    }
}
