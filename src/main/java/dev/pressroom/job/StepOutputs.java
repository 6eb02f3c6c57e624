package dev.pressroom.job;

import dev.pressroom.store.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Reads the checkpoints of jobs for the streams of their clients. */
public final class StepOutputs {
    private static final String OUTPUT = "select output::text as output from job_steps where job_id = $1 and step = $2";

    private static final String USAGE = "select job_usage($1)::text as usage";

    private final Database database;

    public StepOutputs(Database database) {
        this.database = database;
    }

    /** The output of a step; empty when the step has no checkpoint. */
    public Future<Optional<JsonObject>> find(UUID jobId, String step) {
        return database.run(OUTPUT, Tuple.of(jobId, step))
                .map(rows -> rows.stream().findFirst().map(row -> new JsonObject(row.getString("output"))));
    }

    /** The usage of the job so far: {@code inputTokens}, {@code outputTokens}, {@code cost} and {@code currency}, or null. */
    public Future<JsonObject> usage(UUID jobId) {
        return database.run(USAGE, Tuple.of(jobId))
                .map(rows -> new JsonObject(rows.iterator().next().getString("usage")));
    }
}
