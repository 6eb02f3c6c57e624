package dev.pressroom.http.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.request.RequestSpan;
import dev.pressroom.http.request.TenantResolver;
import dev.pressroom.http.request.ValidationErrors;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.http.webhook.JobWebhooks;
import dev.pressroom.job.JobType;
import dev.pressroom.job.JobUrls;
import dev.pressroom.job.Owner;
import dev.pressroom.job.Submission;
import dev.pressroom.job.Submitter;
import dev.pressroom.page.url.PageUrl;
import dev.pressroom.webhook.Webhook;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Creates jobs from requests whose bodies have been validated; the routes send the responses. */
public final class JobCreation {
    private final Supplier<UUID> ids;
    private final Submitter submitter;
    private final PaymentRequired payment;
    private final TenantResolver tenants;
    private final BasedRequests based;
    private final int maxCharacters;
    private final JobWebhooks webhooks;

    /** @param maxCharacters of a request together with the input of the job that it is based on */
    public JobCreation(
            Supplier<UUID> ids,
            Submitter submitter,
            PaymentRequired payment,
            TenantResolver tenants,
            BasedRequests based,
            int maxCharacters,
            JobWebhooks webhooks) {
        this.webhooks = webhooks;
        this.tenants = tenants;
        this.based = based;
        this.maxCharacters = maxCharacters;
        this.ids = ids;
        this.submitter = submitter;
        this.payment = payment;
    }

    /** Creates a content generation job, for the organization in the body if there is one. */
    public Future<Submission.Accepted> contentGeneration(RoutingContext context) {
        Owner owner = RequestOwner.of(context);
        return submit(context, JobType.CONTENT_GENERATION).recover(cause -> payment.withBalance(cause, owner));
    }

    /** The {@code organizationId} of a validated content generation request. */
    static Optional<UUID> organization(JsonNode request) {
        return Optional.ofNullable(request.path("organizationId").textValue()).map(UUID::fromString);
    }

    /** Creates an analysis of the page at the {@code url} in the body. */
    public Future<Submission.Accepted> websiteAnalysis(RoutingContext context) {
        Optional.ofNullable(JsonBodies.node(context).orElseThrow().path("url").textValue())
                .flatMap(JobCreation::urlViolation)
                .ifPresent(sentence -> {
                    throw ErrorResponse.DetailedFailure.invalidWithSentence("/url", sentence);
                });
        return submit(context, JobType.WEBSITE_ANALYSIS);
    }

    private Future<Submission.Accepted> submit(RoutingContext context, JobType type) {
        ObjectNode body = (ObjectNode) JsonBodies.node(context).orElseThrow();
        List<ValidationErrors.Violation> violations = CreateOptions.violations(type, body);
        if (!violations.isEmpty()) {
            throw ValidationErrors.failure(violations);
        }
        Optional<Submission.IdempotencyKey> key = Idempotency.key(context);
        BasedRequests.Request request = new BasedRequests.Request("", type, body, RequestCheck.of(context));
        return request.isBased()
                ? submitBased(context, request, key)
                : store(body, submission(context, type, body, JsonBodies.text(context), key));
    }

    /** A repeated request is answered even when its base has been deleted meanwhile. */
    private Future<Submission.Accepted> submitBased(
            RoutingContext context, BasedRequests.Request request, Optional<Submission.IdempotencyKey> key) {
        Owner owner = RequestOwner.of(context);
        return based.replayed(owner, key)
                .compose(replayed -> replayed.isPresent()
                        ? Future.succeededFuture(
                                new Submission.Accepted(replayed.get().get(0), true))
                        : based.completed(List.of(request), owner, maxCharacters)
                                .compose(bodies -> store(
                                        bodies.get(0),
                                        submission(
                                                context,
                                                request.type(),
                                                bodies.get(0),
                                                bodies.get(0).toString(),
                                                key))));
    }

    /** Stores the job, with the webhook in its request if there is one. */
    private Future<Submission.Accepted> store(JsonNode request, Submission job) {
        Map<UUID, Webhook> webhook = webhooks.of(request, job.owner())
                .map(given -> Map.of(job.id(), given))
                .orElse(Map.of());
        return webhooks.with(webhook, job.owner(), () -> submitter.submit(job), Submission.Accepted::replayed);
    }

    private Submission submission(
            RoutingContext context,
            JobType type,
            JsonNode body,
            String input,
            Optional<Submission.IdempotencyKey> key) {
        return new Submission(
                ids.get(),
                type,
                RequestOwner.of(context),
                type == JobType.WEBSITE_ANALYSIS ? secondSession(context) : Optional.empty(),
                tenants.of(context),
                type == JobType.CONTENT_GENERATION ? organization(body) : Optional.empty(),
                input,
                key,
                CreateOptions.of(type, body),
                RequestSpan.of(context));
    }

    /** The session in the body if it differs from the header's: an existing frontend creates with one and reads with the other. */
    private static Optional<String> secondSession(RoutingContext context) {
        return Optional.ofNullable(
                        JsonBodies.node(context).orElseThrow().path("sessionId").textValue())
                .filter(Authenticator::isSession)
                .filter(id -> !RequestOwner.of(context).sessionId().equals(Optional.of(id)));
    }

    /** Why a page URL is invalid, as a sentence, so that the request fails at once and not the job; empty for a valid URL. */
    static Optional<String> urlViolation(String url) {
        try {
            PageUrl.parse(url);
            return Optional.empty();
        } catch (Failure invalid) {
            return Optional.of(invalid.getMessage());
        }
    }

    /** The member of a response for a job that was created: {@code jobId} and {@code urls}. */
    static JsonObject created(UUID jobId, JobUrls urls) {
        return new JsonObject().put("jobId", jobId.toString()).put("urls", urls.of(jobId));
    }

    /** Marks a response that repeats that of an earlier request with the same idempotency key. */
    static void markReplayed(RoutingContext context, boolean replayed) {
        if (replayed) {
            context.response().putHeader("Idempotent-Replayed", "true");
        }
    }
}
