package dev.pressroom.http.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.ValidationErrors;
import dev.pressroom.job.Owner;
import dev.pressroom.webhook.Webhook;
import dev.pressroom.webhook.WebhookStore;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The member {@code webhook} of requests that create jobs. */
public final class JobWebhooks {
    private static final String MEMBER = "webhook";
    private static final String PATH = "/webhook";
    private static final String USERS_ONLY = "Webhooks are for signed-in users only.";

    private final WebhookStore store;
    private final RequestedWebhook requested;

    public JobWebhooks(WebhookStore store, RequestedWebhook requested) {
        this.store = store;
        this.requested = requested;
    }

    /** The invalid parts of the member in a request or an item of a batch. */
    public List<ValidationErrors.Violation> violations(JsonNode request) {
        return member(request).flatMap(requested::violation).stream()
                .map(sentence -> new ValidationErrors.Violation(PATH + "/url", sentence))
                .toList();
    }

    /**
     * The webhook that a request names; empty without one.
     *
     * @throws Failure {@code VALIDATION_FAILED} when its URL is invalid or the owner is a session
     */
    public Optional<Webhook> of(JsonNode request, Owner owner) {
        Optional<JsonNode> member = member(request);
        if (member.isPresent() && owner.userId().isEmpty()) {
            throw ErrorResponse.DetailedFailure.invalidWithSentence(PATH, USERS_ONLY);
        }
        return member.map(webhook -> requested.read(webhook, PATH));
    }

    private static Optional<JsonNode> member(JsonNode request) {
        return Optional.of(request.path(MEMBER)).filter(JsonNode::isObject);
    }

    /**
     * Stores the webhooks, then the jobs, which find them by their ids. Deletes the webhooks again when the jobs are not
     * stored. Fails with {@code WEBHOOK_SECRET_MISSING} when the owner has no secret; then the jobs are not stored.
     *
     * @param webhooks by job id; without any, {@code submit} alone is called
     * @param submit stores the jobs
     * @param replayed whether an earlier request has stored the jobs, under other ids
     */
    public <T> Future<T> with(
            Map<UUID, Webhook> webhooks, Owner owner, Supplier<Future<T>> submit, Predicate<T> replayed) {
        if (webhooks.isEmpty()) {
            return submit.get();
        }
        UUID user = owner.userId().orElseThrow();
        List<UUID> ids = List.copyOf(webhooks.keySet());
        return store.prepare(ids.stream()
                        .map(id -> new WebhookStore.JobWebhook(id, user, webhooks.get(id)))
                        .toList())
                .compose(stored -> stored ? submit.get() : Future.failedFuture(noSecret()))
                .onSuccess(accepted -> {
                    if (replayed.test(accepted)) {
                        store.discard(ids);
                    }
                })
                .onFailure(cause -> discardUnlessUnknown(ids, cause));
    }

    /** After an outage the jobs may be stored nevertheless; then the webhooks stay, and unused ones are deleted later. */
    private void discardUnlessUnknown(List<UUID> ids, Throwable cause) {
        if (cause instanceof Failure failure && failure.code() != ErrorCode.DATABASE_UNAVAILABLE) {
            store.discard(ids);
        }
    }

    static Failure noSecret() {
        return new Failure(
                ErrorCode.WEBHOOK_SECRET_MISSING,
                "Make a secret first, with which webhooks are signed: POST /api/v1/webhooks/secret.");
    }
}
