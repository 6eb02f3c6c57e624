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

/** Makes jobs of requests whose bodies have been validated. The answer is left to whoever asks. */
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

    /** An article, for the organization that the body names, if it does. */
    Future<Submission.Accepted> content(RoutingContext context) {
        Owner caller = RequestOwner.of(context);
        Optional<UUID> organization = organization(JsonBodies.node(context).orElseThrow());
        return submit(context, JobType.CONTENT_GENERATION, organization)
                .recover(cause -> payment.explained(cause, caller));
    }

    /** For whom an article is to be; the body has been checked. */
    static Optional<UUID> organization(JsonNode order) {
        return Optional.ofNullable(order.path("organizationId").textValue()).map(UUID::fromString);
    }

    /** An analysis of the page at the body's {@code url}. */
    Future<Submission.Accepted> website(RoutingContext context) {
        urlFault(JsonBodies.node(context).orElseThrow().path("url").textValue()).ifPresent(fault -> {
            throw ErrorResponse.DetailedFailure.invalidWithSentence("/url", fault);
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

    /** The session of the body where the header names another: an existing frontend orders with one and reads with the other. */
    private static Optional<String> secondSession(RoutingContext context) {
        return Optional.ofNullable(
                        JsonBodies.node(context).orElseThrow().path("sessionId").textValue())
                .filter(Authenticator::isSession)
                .filter(id -> !RequestOwner.of(context).sessionId().equals(Optional.of(id)));
    }

    /** What is wrong with the address of a page, in a sentence: what can be told at once need not wait for the job. */
    static Optional<String> urlFault(String url) {
        try {
            PageUrl.parse(url);
            return Optional.empty();
        } catch (Failure invalid) {
            return Optional.of(invalid.getMessage());
        }
    }

    /** Says that this is the answer of an earlier request with the same idempotency key. */
    static void markReplayed(RoutingContext context, boolean replayed) {
        if (replayed) {
            context.response().putHeader("Idempotent-Replayed", "true");
        }
    }
}
