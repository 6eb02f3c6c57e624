package dev.pressroom.http.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.Authenticator;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.request.TenantResolver;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Owner;
import dev.pressroom.job.Submission;
import dev.pressroom.job.Submitter;
import dev.pressroom.page.url.PageUrl;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Creates jobs from requests whose bodies have been validated; the routes send the responses. */
public final class JobCreation {
    private final Supplier<UUID> ids;
    private final Submitter submitter;
    private final PaymentRequired payment;
    private final TenantResolver tenants;

    public JobCreation(Supplier<UUID> ids, Submitter submitter, PaymentRequired payment, TenantResolver tenants) {
        this.tenants = tenants;
        this.ids = ids;
        this.submitter = submitter;
        this.payment = payment;
    }

    /** Creates a content generation job, for the organization in the body if there is one. */
    Future<Submission.Accepted> contentGeneration(RoutingContext context) {
        Owner owner = RequestOwner.of(context);
        Optional<UUID> organization = organization(JsonBodies.node(context).orElseThrow());
        return submit(context, JobType.CONTENT_GENERATION, organization)
                .recover(cause -> payment.withBalance(cause, owner));
    }

    /** The {@code organizationId} of a validated content generation request. */
    static Optional<UUID> organization(JsonNode request) {
        return Optional.ofNullable(request.path("organizationId").textValue()).map(UUID::fromString);
    }

    /** Creates an analysis of the page at the {@code url} in the body. */
    Future<Submission.Accepted> websiteAnalysis(RoutingContext context) {
        urlViolation(JsonBodies.node(context).orElseThrow().path("url").textValue())
                .ifPresent(sentence -> {
                    throw ErrorResponse.DetailedFailure.invalidWithSentence("/url", sentence);
                });
        return submit(context, JobType.WEBSITE_ANALYSIS, Optional.empty());
    }

    private Future<Submission.Accepted> submit(RoutingContext context, JobType type, Optional<UUID> organization) {
        return submitter.submit(new Submission(
                ids.get(),
                type,
                RequestOwner.of(context),
                type == JobType.WEBSITE_ANALYSIS ? secondSession(context) : Optional.empty(),
                tenants.of(context),
                organization,
                JsonBodies.text(context),
                Idempotency.key(context)));
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

    /** Marks a response that repeats that of an earlier request with the same idempotency key. */
    static void markReplayed(RoutingContext context, boolean replayed) {
        if (replayed) {
            context.response().putHeader("Idempotent-Replayed", "true");
        }
    }
}
