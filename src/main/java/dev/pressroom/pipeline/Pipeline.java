package dev.pressroom.pipeline;

import dev.pressroom.job.JobType;
import dev.pressroom.job.Owner;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How jobs of one type are done: stages in order, the steps of a stage side by side. */
public interface Pipeline {
    JobType type();

    List<List<Step>> stages();

    /** How long a job takes as a rule; the first guess of the time remaining. */
    Duration usualDuration();

    /** Puts the outputs of all steps together. Synchronous and pure: called once, just before the job is settled. */
    Product finish(Finished run);

    /**
     * A job whose steps have all completed.
     *
     * @param duration since the attempt began
     * @param tokens of all steps, those of earlier attempts included
     * @param outputs by the name of the step
     */
    record Finished(
            UUID jobId,
            Owner owner,
            Optional<UUID> organizationId,
            JsonObject input,
            Outputs outputs,
            Duration duration,
            int tokens) {}

    /** Looks up a step's output. */
    interface Outputs {
        JsonObject of(String step);
    }

    /**
     * @param result as the client gets it
     * @param post to be saved in the transaction that marks the job succeeded
     * @param organization to be stored in the same transaction
     */
    record Product(JsonObject result, Optional<Post> post, Optional<OrganizationProfile> organization) {
        public Product(JsonObject result, Optional<Post> post) {
            this(result, post, Optional.empty());
        }
    }

    /**
     * What was learned about an organization; it replaces what was known before.
     *
     * @param id by which the job's owner has it, or will have it
     * @param host of its site, in lower case and without {@code www.}
     * @param context what later content jobs know of it
     */
    record OrganizationProfile(UUID id, String host, String name, JsonObject context) {}

    /**
     * A saved article.
     *
     * @param status {@code draft} or {@code published}
     */
    record Post(UUID id, String title, String content, String status, JsonObject meta) {}
}
