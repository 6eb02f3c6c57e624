package dev.pressroom.http.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pressroom.http.request.JsonBodies;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.RateLimit;
import dev.pressroom.http.request.RequestOwner;
import dev.pressroom.http.request.TenantResolver;
import dev.pressroom.http.request.ValidationErrors;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.job.BatchStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Owner;
import dev.pressroom.job.Submission;
import dev.pressroom.job.Submitter;
import dev.pressroom.job.Tenant;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
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

    /**
     * @param createLimit limit for creating jobs; a batch counts as one request per job
     * @param checks validate the items, by job type
     */
    public BatchRoutes(
            Supplier<UUID> ids,
            Submitter submitter,
            PaymentRequired payment,
            RateLimit createLimit,
            Map<JobType, RequestCheck> checks,
            TenantResolver tenants) {
        this.tenants = tenants;
        this.ids = ids;
        this.submitter = submitter;
        this.payment = payment;
        this.createLimit = createLimit;
        this.checks = checks;
    }

    /** {@code POST /api/v1/jobs/batch} */
    public void create(RoutingContext context) {
        JsonNode items = JsonBodies.node(context).orElseThrow().path("jobs");
        requireValid(items);
        createLimit.takeMore(context, items.size() - 1);
        Owner owner = RequestOwner.of(context);
        Tenant tenant = tenants.of(context);
        List<Submission> jobs = new ArrayList<>(items.size());
        items.forEach(item -> jobs.add(submission((ObjectNode) item, owner, tenant)));
        submitter
                .submit(new BatchStore.Batch(owner, tenant, jobs, Idempotency.key(context)))
                .recover(cause -> payment.withBalance(cause, owner))
                .onSuccess(accepted -> respond(context, accepted))
                .onFailure(context::fail);
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
        return type == JobType.WEBSITE_ANALYSIS
                ? JobCreation.urlViolation(item.path("url").textValue()).stream()
                        .map(message -> new ValidationErrors.Violation("/url", message))
                        .toList()
                : List.of();
    }

    private Submission submission(ObjectNode item, Owner owner, Tenant tenant) {
        JobType type = type(item);
        Optional<UUID> organization =
                type == JobType.CONTENT_GENERATION ? JobCreation.organization(item) : Optional.empty();
        item.remove("type");
        return new Submission(
                ids.get(), type, owner, Optional.empty(), tenant, organization, item.toString(), Optional.empty());
    }

    private static JobType type(JsonNode item) {
        return JobType.of(item.path("type").textValue());
    }

    private static void respond(RoutingContext context, BatchStore.Accepted accepted) {
        JsonArray jobs = new JsonArray();
        accepted.jobIds().forEach(id -> jobs.add(new JsonObject().put("jobId", id.toString())));
        JobCreation.markReplayed(context, accepted.replayed());
        JsonResponses.json(context, 201, new JsonObject().put("jobs", jobs));
    }
}
