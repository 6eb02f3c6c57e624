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

/** Writes the status of jobs as JSON. Results are copied from the database to the response without parsing. */
final class StatusJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final byte[] RESULT = ",\"result\":".getBytes(StandardCharsets.UTF_8);

    /** Typical size of a status without its result. */
    private static final int STATUS_BYTES = 512;

    private StatusJson() {}

    /** @param queuePosition from 1; empty for a job that is not queued, or without Redis */
    static Buffer one(JobView job, OptionalInt queuePosition) {
        return one(job, queuePosition, 0, (json, out) -> {});
    }

    /**
     * As {@link #one(JobView, OptionalInt)}, with more members.
     *
     * @param moreBytes their expected size
     */
    static Buffer one(JobView job, OptionalInt queuePosition, int moreBytes, DocumentWriter more) {
        byte[] result = job.result().orElse("null").getBytes(StandardCharsets.UTF_8);
        return write(STATUS_BYTES + result.length + moreBytes, (json, out) -> {
            json.writeStartObject();
            writeMembers(json, job, queuePosition, () -> writeRaw(json, out, RESULT, result));
            more.write(json, out);
            json.writeEndObject();
        });
    }

    /** Writes a member directly to the output: the generator would check each of its characters. */
    static void writeRaw(JsonGenerator json, OutputStream out, byte[] commaAndName, byte[] value) throws IOException {
        json.flush();
        out.write(commaAndName);
        out.write(value);
    }

    /** @param nextCursor of the next page; empty on the last page */
    static Buffer list(List<JobView> jobs, Optional<String> nextCursor) {
        return write(STATUS_BYTES * (1 + jobs.size()), (json, out) -> {
            json.writeStartObject();
            json.writeArrayFieldStart("jobs");
            for (JobView job : jobs) {
                json.writeStartObject();
                writeMembers(json, job, OptionalInt.empty(), () -> {});
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("nextCursor", nextCursor.orElse(null));
            json.writeEndObject();
        });
    }

    private static void writeMembers(JsonGenerator json, JobView job, OptionalInt queuePosition, ResultWriter result)
            throws IOException {
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
        json.writeStringField("title", job.title().orElse(null));
        json.writeArrayFieldStart("tags");
        for (String tag : job.tags()) {
            json.writeString(tag);
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, OptionalInt value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsInt());
        } else {
            json.writeNullField(name);
        }
    }

    private static Buffer write(int expectedBytes, DocumentWriter document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(expectedBytes);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            document.write(json, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    interface DocumentWriter {
        void write(JsonGenerator json, OutputStream out) throws IOException;
    }

    /** Writes the member {@code result}. */
    private interface ResultWriter {
        void write() throws IOException;
    }
}
