package dev.pressroom.http.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.job.JobView;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes how jobs stand. Results go from the database to the client as they are. */
public final class StatusJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final byte[] RESULT = ",\"result\":".getBytes(StandardCharsets.UTF_8);

    /** Bytes of a status without its result. */
    private static final int ROUGHLY = 512;

    private StatusJson() {}

    /** @param queuePosition where it waits, from 1; empty when it does not, or nobody knows */
    static Buffer one(JobView job, OptionalInt queuePosition) {
        byte[] result = job.result().orElse("null").getBytes(StandardCharsets.UTF_8);
        return written(
                ROUGHLY + result.length,
                (json, out) -> write(json, job, queuePosition, () -> {
                    json.flush();
                    out.write(RESULT);
                    out.write(result);
                }));
    }

    /** @param nextCursor where the next page begins; empty on the last */
    static Buffer list(List<JobView> jobs, Optional<String> nextCursor) {
        return written(ROUGHLY * (1 + jobs.size()), (json, out) -> {
            json.writeStartObject();
            json.writeArrayFieldStart("jobs");
            for (JobView job : jobs) {
                write(json, job, OptionalInt.empty(), () -> {});
            }
            json.writeEndArray();
            json.writeStringField("nextCursor", nextCursor.orElse(null));
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, JobView job, OptionalInt queuePosition, Result result)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("jobId", job.id().toString());
        json.writeStringField("status", job.status().wireName());
        json.writeNumberField("progress", job.progress());
        json.writeStringField("currentStep", job.currentStep().orElse(null));
        number(json, "estimatedTimeRemaining", job.etaSeconds());
        json.writeStringField(
                "error", job.error().map(JobView.JobError::message).orElse(null));
        json.writeStringField("errorCode", job.error().map(e -> e.code().name()).orElse(null));
        result.write();
        json.writeStringField("createdAt", JsonResponses.timestamp(job.createdAt()));
        json.writeStringField("updatedAt", JsonResponses.timestamp(job.updatedAt()));
        json.writeStringField("type", job.type().wireName());
        json.writeNumberField("attempt", job.attempt());
        number(json, "queuePosition", queuePosition);
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsInt());
        } else {
            json.writeNullField(name);
        }
    }

    private static Buffer written(int roughly, Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(roughly);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            writing.to(json, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    private interface Writing {
        void to(JsonGenerator json, OutputStream out) throws IOException;
    }

    /** Writes the result, if it is wanted, past the generator: that would look at each of its characters. */
    private interface Result {
        void write() throws IOException;
    }
}
