package dev.pressroom.job;

import dev.pressroom.base.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The transitions of jobs that one node makes as their worker. Each write carries the lease; once the lease is lost, the
 * write changes nothing and its result says that the lease is lost. Methods fail with {@code DATABASE_UNAVAILABLE} when it
 * is unknown whether the write was made. One instance per Vert.x context.
 */
public interface LeaseStore {
    /**
     * The output of a step: its checkpoint, its events, or both.
     *
     * @param progress of the job in percent
     * @param events numbered, ascending from the job's last event
     */
    record Recording(Lease lease, int progress, Optional<StepOutput> checkpoint, List<JobEvent> events) {}

    /**
     * The checkpoint of a step, or of a part of it: then {@code step} is {@code step/part}.
     *
     * @param usage empty when it is unknown
     */
    record StepOutput(String step, JsonObject output, int tokens, Optional<StepUsage> usage) {
        public StepOutput(String step, JsonObject output, int tokens) {
            this(step, output, tokens, Optional.empty());
        }
    }

    /** A step that has no checkpoint, though its model calls have used something. */
    record UnfinishedStep(String step, StepUsage usage) {}

    /** @param progress in percent */
    record ProgressReport(Lease lease, int progress, String step, Optional<String> phase, int etaSeconds) {}

    /**
     * The successful end of a job.
     *
     * @param result JSON text
     * @param last the checkpoint and events of the last step, if they are not stored yet
     * @param repeated what the result has in common with the output of a step
     */
    record Settlement(
            Lease lease,
            String result,
            Optional<Recording> last,
            Optional<PostRow> post,
            Optional<OrganizationRow> organization,
            Optional<Repeated> repeated) {
        public Settlement(
                Lease lease,
                String result,
                Optional<Recording> last,
                Optional<PostRow> post,
                Optional<OrganizationRow> organization) {
            this(lease, result, last, post, organization, Optional.empty());
        }
    }

    /**
     * A member of a step's output that also occurs in the result.
     *
     * @param json its JSON text in the result; when that in the checkpoint differs, the result is stored whole
     */
    record Repeated(String step, String member, String json) {}

    /** @param host of the organization's site */
    record OrganizationRow(UUID id, String host, String name, JsonObject context) {}

    /** @param status {@code draft} or {@code published} */
    record PostRow(UUID id, String title, String content, String status, JsonObject meta) {}

    /**
     * Leases queued jobs to this node and starts their attempts. Leaves out entries that are stale (cancelled, another
     * attempt, running), expired or not due yet, and jobs that have lost workers while too many such jobs run on this node.
     * Fails with {@code DATABASE_UNAVAILABLE} and leases nothing when this node has stored no heartbeat for the duration of a
     * lease.
     */
    Future<List<LeasedJob>> claim(List<JobQueue.Claimed> entries);

    /**
     * Stores this node's heartbeat, which extends all its leases: they last as long as it sends heartbeats.
     *
     * @param held the leases of the jobs that run here
     * @return those of {@code held} that are lost
     */
    Future<Collection<Lease>> renew(Collection<Lease> held);

    /** The leases that this node has but does not know, such as those of a claim whose answer was lost; at most 500. */
    Future<List<Lease>> unknown(Collection<Lease> known);

    /**
     * Stores a checkpoint and its events, durably. Repeating the same call has no further effect.
     *
     * @return false when the lease is lost; then nothing was written
     */
    Future<Boolean> record(Recording recording);

    /** Stores progress; a crash of the database may lose it. Returns false when the lease is lost. */
    Future<Boolean> report(ProgressReport report);

    /**
     * In one transaction: ends the job with its result, stores its last checkpoint, its post and its organization, and
     * spends its credit. Returns the number of the final event; empty when the lease is lost.
     */
    Future<Optional<Integer>> succeed(Settlement settlement);

    /**
     * Fails the job, releases its credit and stores what its unfinished steps have used. Returns the number of the final
     * event; empty when the lease is lost.
     */
    Future<Optional<Integer>> fail(
            Lease lease, ErrorCode code, String message, boolean retryable, List<UnfinishedStep> unfinished);

    /** As {@link #fail(Lease, ErrorCode, String, boolean, List)}, when no step is unfinished. */
    default Future<Optional<Integer>> fail(Lease lease, ErrorCode code, String message, boolean retryable) {
        return fail(lease, code, message, retryable, List.of());
    }

    /** Puts jobs of this node back into the state queued, with the same attempt. Returns the entries to enqueue. */
    Future<List<JobQueue.Entry>> handBack(Collection<Lease> leases);

    /**
     * Ends the lease of a job that blocks a thread of this node; this counts as if the job had been the only one on a lost
     * worker. Empty lists when the lease is lost.
     */
    Future<RescueStore.Rescued> giveUpBlocked(Lease lease);

    /**
     * Ends leases of this node whose jobs do not run here. This counts as a lone loss, but not as a death, so that a job which
     * no node can start fails in the end. Leases that are lost are left out.
     */
    Future<RescueStore.Rescued> giveUpUnused(Collection<Lease> leases);

    /**
     * Deletes this node's heartbeat, which ends its leases. Call it when the node stops, so that its missing heartbeats do not
     * count as a lost worker.
     */
    Future<Void> unregister();
}
