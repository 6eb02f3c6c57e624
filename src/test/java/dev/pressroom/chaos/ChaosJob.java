package dev.pressroom.chaos;

import dev.pressroom.support.Api;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/**
 * A job as its client knows it.
 *
 * @param number sequence number in the run; part of the title, to detect duplicates
 * @param jobId known once it was accepted
 */
record ChaosJob(int number, UUID user, Kind kind, Optional<UUID> jobId) {
    /** How a job is to end. */
    enum Kind {
        /** Succeeds. */
        ORDINARY,
        /** Fails in a step, for good. */
        FAULTY,
        /** Halts every JVM that runs it. */
        POISON,
        /** Keeps a worker thread for seconds, in every attempt. */
        BLOCKING,
        /** Lets the real pipeline write its article, with the model that the node is given, whatever comes of that. */
        ARTICLE;

        static Kind of(JsonObject body) {
            return valueOf(body.getString("kind"));
        }

        /** The error code with which it has to fail; empty when it has to succeed. */
        Optional<String> failsWith() {
            return switch (this) {
                case ORDINARY, ARTICLE -> Optional.empty();
                case FAULTY -> Optional.of("MODEL_REFUSED");
                case POISON, BLOCKING -> Optional.of("WORKER_LOST");
            };
        }
    }

    ChaosJob accepted(UUID job) {
        return new ChaosJob(number, user, kind, Optional.of(job));
    }

    String title() {
        return "Chaos " + number;
    }

    JsonObject body() {
        return Api.order(title())
                .put("kind", kind.name())
                .put("organizationId", new UUID(user.getLeastSignificantBits(), 1).toString());
    }
}
