package dev.pressroom.pipeline;

import dev.pressroom.job.JobType;
import dev.pressroom.job.Owner;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Runs the jobs of one type: stages one after another, the steps of a stage in parallel. */
public interface Pipeline {
    JobType type();

    /** The stages in order; the steps of one stage run in parallel. */
    List<List<Step>> stages();

    /** The typical duration of a job: the first estimate of the remaining time. */
    Duration usualDuration();

    /**
     * Builds the result from the outputs of all steps. Synchronous and without side effects; called once, just before
     * the job is settled.
     */
    Product finish(Finished run);

    /**
     * A job whose steps have all succeeded.
     *
     * @param input the body of the request
     * @param duration of the current attempt
     * @param tokens of all steps, those of earlier attempts included
     * @param outputs by step name
     */
    record Finished(
            UUID jobId,
            Owner owner,
            Optional<UUID> organizationId,
            JsonObject input,
            Outputs outputs,
            Duration duration,
            int tokens) {}

    /** The outputs of the steps, by name. */
    interface Outputs {
        JsonObject of(String step);
    }

    /**
     * @param result the JSON that the client receives
     * @param post saved in the transaction that marks the job as succeeded
     * @param organization saved in the same transaction
     * @param repeated what the result has in common with the output of a step, so that it is stored only once
     */
    record Product(
            JsonObject result,
            Optional<Post> post,
            Optional<OrganizationProfile> organization,
            Optional<Repeated> repeated) {
        public Product(JsonObject result, Optional<Post> post) {
            this(result, post, Optional.empty(), Optional.empty());
        }
    }

    /**
     * A large member of a step's output that the result has too, once or several times.
     *
     * @param value as in {@link JsonObject#getValue(String)}; the output has no character 0, which PostgreSQL could not read
     */
    record Repeated(String step, String member, Object value) {}

    /**
     * Facts about an organization; they replace those stored before.
     *
     * @param id of the organization of the owner of the job; it may not exist yet
     * @param host of its site, in lower case and without {@code www.}
     * @param context facts for later content jobs
     */
    record OrganizationProfile(UUID id, String host, String name, JsonObject context) {}

    /**
     * A saved article.
     *
     * @param content Markdown
     * @param status {@code draft} or {@code published}
     * @param meta all other members of the result data
     */
    record Post(UUID id, String title, String content, String status, JsonObject meta) {}
}
