package dev.pressroom.http.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.request.RequestSpan;
import dev.pressroom.http.request.TenantResolver;
import dev.pressroom.http.request.ValidationErrors;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.http.webhook.JobWebhooks;
import dev.pressroom.job.BatchStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.JobUrls;
import dev.pressroom.job.Owner;
import dev.pressroom.job.Submission;
import dev.pressroom.job.Submitter;
import dev.pressroom.job.Tenant;
import dev.pressroom.trace.TraceSpan;
import dev.pressroom.webhook.Webhook;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Creates many jobs in one request, all or none. Each item is validated as by the route of its job type. */
public final class BatchRoutes {
    private final Supplier<UUID> ids;
    private final Submitter submitter;
    private final PaymentRequired payment;
    private final RateLimit createLimit;
    private final Map<JobType, RequestCheck> checks;
    private final TenantResolver tenants;
    private final JobUrls urls;
    private final BasedRequests based;
    private final int maxCharacters;
    private final JobWebhooks webhooks;

    /**
     * @param createLimit limit for creating jobs; a batch counts as one request per job
     * @param checks validate the items, by job type
     * @param maxCharacters of all items together with the inputs of the jobs that they are based on
     */
    public BatchRoutes(
            Supplier<UUID> ids,
            Submitter submitter,
            PaymentRequired payment,
            RateLimit createLimit,
            Map<JobType, RequestCheck> checks,
            TenantResolver tenants,
            JobUrls urls,
            BasedRequests based,
            int maxCharacters,
            JobWebhooks webhooks) {
        this.webhooks = webhooks;
        this.based = based;
        this.maxCharacters = maxCharacters;
        this.tenants = tenants;
        this.urls = urls;
        this.ids = ids;
        this.submitter = submitter;
        this.payment = payment;
        this.createLimit = createLimit;
        this.checks = checks;
    }

    /** Who sent a request. */
    private record Origin(Owner owner, Tenant tenant, TraceSpan span) {}

    /** {@code POST /api/v1/jobs/batch} */
    public void create(RoutingContext context) {
        JsonNode items = JsonBodies.node(context).orElseThrow().path("jobs");
        requireValid(items);
        createLimit.takeMore(context, items.size() - 1);
        Owner owner = RequestOwner.of(context);
        Origin origin = new Origin(owner, tenants.of(context), RequestSpan.of(context));
        Optional<Submission.IdempotencyKey> key = Idempotency.key(context);
        List<BasedRequests.Request> requests = requests(items);
        (requests.stream().anyMatch(BasedRequests.Request::isBased)
                        ? submitBased(requests, origin, key)
                        : submit(requests, bodies(requests), origin, key))
                .recover(cause -> payment.withBalance(cause, owner))
                .onSuccess(accepted -> respond(context, accepted))
                .onFailure(context::fail);
    }

    private List<BasedRequests.Request> requests(JsonNode items) {
        List<BasedRequests.Request> requests = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            ObjectNode item = (ObjectNode) items.get(i);
            JobType type = type(item);
            item.remove("type");
            requests.add(new BasedRequests.Request("/jobs/" + i, type, item, checks.get(type)));
        }
        return requests;
    }

    private static List<ObjectNode> bodies(List<BasedRequests.Request> requests) {
        return requests.stream().map(BasedRequests.Request::body).toList();
    }

    /** A repeated request is answered even when a base has been deleted meanwhile. */
    private Future<BatchStore.Accepted> submitBased(
            List<BasedRequests.Request> requests, Origin origin, Optional<Submission.IdempotencyKey> key) {
        return based.replayed(origin.owner, key)
                .compose(replayed -> replayed.isPresent()
                        ? Future.succeededFuture(new BatchStore.Accepted(replayed.get(), true))
                        : based.completed(requests, origin.owner, maxCharacters)
                                .compose(bodies -> submit(requests, bodies, origin, key)));
    }

    private Future<BatchStore.Accepted> submit(
            List<BasedRequests.Request> requests,
            List<ObjectNode> bodies,
            Origin origin,
            Optional<Submission.IdempotencyKey> key) {
        List<Submission> jobs = new ArrayList<>(bodies.size());
        Map<UUID, Webhook> given = new HashMap<>();
        for (int i = 0; i < bodies.size(); i++) {
            Submission job = submission(requests.get(i).type(), bodies.get(i), origin);
            jobs.add(job);
            webhooks.of(bodies.get(i), origin.owner).ifPresent(webhook -> given.put(job.id(), webhook));
        }
        BatchStore.Batch batch = new BatchStore.Batch(origin.owner, origin.tenant, jobs, key);
        return webhooks.with(given, origin.owner, () -> submitter.submit(batch), BatchStore.Accepted::replayed);
    }

    private void requireValid(JsonNode items) {
        List<ValidationErrors.Violation> found = new ArrayList<>();
        for (int i = 0; i < items.size() && found.size() < ValidationErrors.MAX_VIOLATIONS; i++) {
            String path = "/jobs/" + i;
            violations(items.get(i), ValidationErrors.MAX_VIOLATIONS - found.size())
                    .forEach(violation ->
                            found.add(new ValidationErrors.Violation(path + violation.path(), violation.message())));
        }
        if (!found.isEmpty()) {
            throw ValidationErrors.failure(found);
        }
    }

    private List<ValidationErrors.Violation> violations(JsonNode item, int maxViolations) {
        JobType type = type(item);
        List<ValidationErrors.Violation> found = checks.get(type).bodyViolations(item, maxViolations);
        if (!found.isEmpty()) {
            return found;
        }
        List<ValidationErrors.Violation> more = new ArrayList<>(CreateOptions.violations(type, item));
        if (type == JobType.WEBSITE_ANALYSIS && item.path("url").isTextual()) {
            JobCreation.urlViolation(item.path("url").textValue())
                    .ifPresent(message -> more.add(new ValidationErrors.Violation("/url", message)));
        }
        more.addAll(webhooks.violations(item));
        return more.stream().limit(maxViolations).toList();
    }

    private Submission submission(JobType type, ObjectNode body, Origin origin) {
        return new Submission(
                ids.get(),
                type,
                origin.owner,
                Optional.empty(),
                origin.tenant,
                type == JobType.CONTENT_GENERATION ? JobCreation.organization(body) : Optional.empty(),
                body.toString(),
                Optional.empty(),
                CreateOptions.of(type, body),
                origin.span);
    }

    private static JobType type(JsonNode item) {
        return JobType.of(item.path("type").textValue());
    }

    private void respond(RoutingContext context, BatchStore.Accepted accepted) {
        JsonArray jobs = new JsonArray();
        accepted.jobIds().forEach(id -> jobs.add(JobCreation.created(id, urls)));
        JobCreation.markReplayed(context, accepted.replayed());
        JsonResponses.json(context, 201, new JsonObject().put("jobs", jobs));
    }
}
