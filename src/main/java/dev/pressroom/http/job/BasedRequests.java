package dev.pressroom.http.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pressroom.base.BoundedJson;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.ValidationErrors;
import dev.pressroom.http.request.ValidationErrors.Violation;
import dev.pressroom.http.schema.RequestCheck;
import dev.pressroom.job.BaseStore;
import dev.pressroom.job.JobType;
import dev.pressroom.job.Owner;
import dev.pressroom.job.Submission;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Completes requests with {@code basedOn}: members that the request does not have are taken from the input of the job that it
 * is based on. The completed request must fit the schema of its route.
 */
public final class BasedRequests {
    /** Members of a create request that are not input: a new job does not take them from its base. */
    private static final List<String> NOT_TAKEN =
            List.of("basedOn", "from", "startWithinSeconds", "webhook", "sessionId", "type");

    private final BaseStore store;

    public BasedRequests(BaseStore store) {
        this.store = store;
    }

    /**
     * A request for one job.
     *
     * @param path of its body in the request: empty, or {@code /jobs/3} in a batch
     * @param check of the route of its type
     */
    record Request(String path, JobType type, ObjectNode body, RequestCheck check) {
        boolean isBased() {
            return CreateOptions.basedOn(body).isPresent();
        }
    }

    /** The ids of the jobs that an earlier request with the same key has created; empty without one. */
    Future<Optional<List<UUID>>> replayed(Owner owner, Optional<Submission.IdempotencyKey> key) {
        return key.isPresent() ? store.replayed(owner, key.get()) : Future.succeededFuture(Optional.empty());
    }

    /**
     * The complete bodies, in the same order; those without a base are unchanged. Fails with {@code NOT_FOUND} for a base that
     * does not exist or is not the owner's, with {@code VALIDATION_FAILED}, and with {@code BODY_TOO_LARGE}.
     *
     * @param maxCharacters of all completed bodies together, as JSON text
     */
    Future<List<ObjectNode>> completed(List<Request> requests, Owner owner, int maxCharacters) {
        List<UUID> ids = requests.stream()
                .flatMap(request -> CreateOptions.basedOn(request.body()).stream())
                .distinct()
                .toList();
        return store.find(ids, owner, maxCharacters).map(bases -> completed(requests, bases, maxCharacters));
    }

    private static List<ObjectNode> completed(
            List<Request> requests, Map<UUID, BaseStore.BaseJob> bases, int maxCharacters) {
        List<Violation> violations = new ArrayList<>();
        List<ObjectNode> bodies = new ArrayList<>(requests.size());
        long characters = 0;
        for (Request request : requests) {
            if (!request.isBased()) {
                bodies.add(request.body());
                continue;
            }
            BaseStore.BaseJob base = baseOf(request, bases);
            characters += base.input().length() + request.body().toString().length();
            if (characters > maxCharacters) {
                throw BaseStore.tooLarge();
            }
            bodies.add(completed(request, base, violations));
            if (violations.size() >= ValidationErrors.MAX_VIOLATIONS) {
                break;
            }
        }
        if (!violations.isEmpty()) {
            throw ValidationErrors.failure(violations);
        }
        return bodies;
    }

    private static BaseStore.BaseJob baseOf(Request request, Map<UUID, BaseStore.BaseJob> bases) {
        BaseStore.BaseJob base = bases.get(CreateOptions.basedOn(request.body()).orElseThrow());
        String path = request.path() + "/basedOn";
        if (base == null) {
            throw new Failure(ErrorCode.NOT_FOUND, "The job that " + path + " names does not exist.");
        }
        if (base.type() != request.type()) {
            throw ValidationErrors.failure(List.of(new Violation(path, "must be a job of the same type")));
        }
        if (!base.finished()) {
            throw ValidationErrors.failure(
                    List.of(new Violation(path, "must be a job that has ended: wait for its end, or cancel it")));
        }
        return base;
    }

    /** Adds the violations of the completed body. */
    private static ObjectNode completed(Request request, BaseStore.BaseJob base, List<Violation> violations) {
        ObjectNode body = (ObjectNode) parsed(request, base.input());
        body.remove(NOT_TAKEN);
        request.body().fields().forEachRemaining(member -> body.set(member.getKey(), member.getValue()));
        ObjectNode bounded = (ObjectNode) parsed(request, body.toString());
        bounded.remove(List.of("basedOn", "from"));
        request.check()
                .bodyViolations(bounded, ValidationErrors.MAX_VIOLATIONS)
                .forEach(found -> violations.add(new Violation(request.path() + found.path(), found.message())));
        return body;
    }

    private static JsonNode parsed(Request request, String json) {
        try {
            return BoundedJson.node(json);
        } catch (BoundedJson.TooLarge e) {
            throw ValidationErrors.failure(List.of(new Violation(
                    request.path() + e.path(), e.fault() + ", together with the input of the job it is based on")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored input of a job is not JSON", e);
        }
    }
}
