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

/** Many jobs in one request. Each is checked as the route of its type would, and either all are accepted or none. */
public final class BatchRoutes {
    static final String PATH = "/api/v1/jobs/batch";

    private final Supplier<UUID> ids;
    private final Submitter submitter;
    private final PaymentRequired payment;
    private final RateLimit creates;
    private final Map<JobType, RequestCheck> checks;
    private final TenantResolver tenants;

    /**
     * @param creates which a batch takes as many requests from as it has jobs
     * @param checks by which each type's bodies are checked
     */
    public BatchRoutes(
            Supplier<UUID> ids,
            Submitter submitter,
            PaymentRequired payment,
            RateLimit creates,
            Map<JobType, RequestCheck> checks,
            TenantResolver tenants) {
        this.tenants = tenants;
        this.ids = ids;
        this.submitter = submitter;
        this.payment = payment;
        this.creates = creates;
        this.checks = checks;
    }

    /** {@code POST /api/v1/jobs/batch} */
    public void create(RoutingContext context) {
        JsonNode items = JsonBodies.node(context).orElseThrow().path("jobs");
        requireValid(items);
        creates.takeMore(context, items.size() - 1);
        Owner caller = RequestOwner.of(context);
        Tenant tenant = tenants.of(context);
        List<Submission> jobs = new ArrayList<>(items.size());
        items.forEach(item -> jobs.add(submission((ObjectNode) item, caller, tenant)));
        submitter
                .submit(new BatchStore.Batch(caller, tenant, jobs, Idempotency.key(context)))
                .recover(cause -> payment.explained(cause, caller))
                .onSuccess(accepted -> answer(context, accepted))
                .onFailure(context::fail);
    }

    private void requireValid(JsonNode items) {
        List<ValidationErrors.Violation> found = new ArrayList<>();
        for (int i = 0; i < items.size() && found.size() < ValidationErrors.MAX_VIOLATIONS; i++) {
            for (ValidationErrors.Violation one :
                    violations(items.get(i), ValidationErrors.MAX_VIOLATIONS - found.size())) {
                found.add(new ValidationErrors.Violation("/jobs/" + i + one.path(), one.message()));
            }
        }
        if (!found.isEmpty()) {
            throw ValidationErrors.failure(found);
        }
    }

    private List<ValidationErrors.Violation> violations(JsonNode item, int most) {
        JobType type = type(item);
        List<ValidationErrors.Violation> found = checks.get(type).bodyViolations(item, most);
        if (!found.isEmpty()) {
            return found;
        }
        return type == JobType.WEBSITE_ANALYSIS
                ? JobCreation.urlFault(item.path("url").textValue()).stream()
                        .map(fault -> new ValidationErrors.Violation("/url", fault))
                        .toList()
                : List.of();
    }

    private Submission submission(ObjectNode item, Owner caller, Tenant tenant) {
        JobType type = type(item);
        Optional<UUID> organization =
                type == JobType.CONTENT_GENERATION ? JobCreation.organization(item) : Optional.empty();
        item.remove("type");
        return new Submission(
                ids.get(), type, caller, Optional.empty(), tenant, organization, item.toString(), Optional.empty());
    }

    private static JobType type(JsonNode item) {
        return JobType.of(item.path("type").textValue());
    }

    private static void answer(RoutingContext context, BatchStore.Accepted accepted) {
        JsonArray jobs = new JsonArray();
        accepted.jobIds().forEach(id -> jobs.add(new JsonObject().put("jobId", id.toString())));
        JobCreation.markReplayed(context, accepted.replayed());
        JsonResponses.json(context, 201, new JsonObject().put("jobs", jobs));
    }
}
