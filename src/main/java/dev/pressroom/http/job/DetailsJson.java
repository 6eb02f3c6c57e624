package dev.pressroom.http.job;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.job.JobDetails;
import dev.pressroom.job.JobDetails.Attempt;
import dev.pressroom.job.JobDetails.StepRun;
import dev.pressroom.job.JobDetails.Usage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Writes the details of a job as JSON. The input is copied from the database to the response without parsing. */
public final class DetailsJson {
    private static final byte[] INPUT = ",\"input\":".getBytes(StandardCharsets.UTF_8);
    private static final int BYTES_PER_ENTRY = 160;

    private DetailsJson() {}

    /** @param queuePosition from 1; empty for a job that is not queued, or without Redis */
    public static Buffer of(JobDetails details, OptionalInt queuePosition) {
        byte[] input = details.input().getBytes(StandardCharsets.UTF_8);
        int entries = 2 + details.attempts().size() + details.steps().size();
        return StatusJson.one(details.job(), queuePosition, input.length + entries * BYTES_PER_ENTRY, (json, out) -> {
            StatusJson.writeRaw(json, out, INPUT, input);
            json.writeArrayFieldStart("attempts");
            for (Attempt attempt : details.attempts()) {
                write(json, attempt);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("steps");
            for (StepRun step : details.steps()) {
                write(json, step);
            }
            json.writeEndArray();
            json.writeFieldName("usage");
            write(json, details.usage());
        });
    }

    private static void write(JsonGenerator json, Attempt attempt) throws IOException {
        json.writeStartObject();
        json.writeNumberField("number", attempt.number());
        time(json, "startedAt", attempt.startedAt());
        time(json, "endedAt", attempt.endedAt());
        json.writeStringField("outcome", attempt.outcome().name().toLowerCase(Locale.ROOT));
        json.writeStringField("error", attempt.error().orElse(null));
        json.writeStringField("errorCode", attempt.errorCode().orElse(null));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, StepRun step) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", step.name());
        json.writeNumberField("attempt", step.attempt());
        time(json, "startedAt", step.startedAt());
        if (step.durationMillis().isPresent()) {
            json.writeNumberField("durationMs", step.durationMillis().getAsInt());
        } else {
            json.writeNullField("durationMs");
        }
        count(json, "inputTokens", step.inputTokens());
        count(json, "outputTokens", step.outputTokens());
        cost(json, step.cost());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Usage usage) throws IOException {
        json.writeStartObject();
        count(json, "inputTokens", usage.inputTokens());
        count(json, "outputTokens", usage.outputTokens());
        cost(json, usage.cost());
        json.writeStringField("currency", usage.currency().orElse(null));
        json.writeEndObject();
    }

    private static void time(JsonGenerator json, String name, Optional<Instant> time) throws IOException {
        json.writeStringField(name, time.map(JsonResponses::timestamp).orElse(null));
    }

    private static void count(JsonGenerator json, String name, OptionalLong count) throws IOException {
        if (count.isPresent()) {
            json.writeNumberField(name, count.getAsLong());
        } else {
            json.writeNullField(name);
        }
    }

    /** Without exponent and trailing zeros. */
    private static void cost(JsonGenerator json, Optional<BigDecimal> cost) throws IOException {
        if (cost.isPresent()) {
            json.writeFieldName("cost");
            json.writeNumber(cost.get().stripTrailingZeros().toPlainString());
        } else {
            json.writeNullField("cost");
        }
    }
}
