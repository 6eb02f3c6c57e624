package dev.pressroom.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pressroom.bus.WireName;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a worker tells those who watch a job, over the event bus. It may be lost: whoever needs certainty looks at
 * Postgres.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Signal.EventAppended.class, name = "happened"),
    @JsonSubTypes.Type(value = Signal.ProgressUpdated.class, name = "progressed"),
    @JsonSubTypes.Type(value = Signal.TextChunk.class, name = "written"),
    @JsonSubTypes.Type(value = Signal.JobChanged.class, name = "look"),
    @JsonSubTypes.Type(value = Signal.NarrativeAppended.class, name = "narrated")
})
public sealed interface Signal {
    UUID jobId();

    int attempt();

    /** A durable event, just stored. */
    record EventAppended(UUID jobId, int attempt, int seq, String name, String data) implements Signal {
        public JobEvent event() {
            return new JobEvent(seq, attempt, name, data);
        }
    }

    /** @param data of a {@code progress-update}, as JSON text */
    record ProgressUpdated(UUID jobId, int attempt, String data) implements Signal {}

    /**
     * A piece of the text that is being written.
     *
     * @param edition counts how often the text was begun within the attempt
     * @param offset in UTF-16 units
     */
    @WireName("written")
    record TextChunk(UUID jobId, int attempt, int edition, int offset, String text) implements Signal {
        public int end() {
            return offset + text.length();
        }
    }

    /** The job's row has changed: its newest event is {@code lastEvent}. Sent where the event itself is large. */
    record JobChanged(UUID jobId, int attempt, int lastEvent) implements Signal {}

    /** The narrative goes on: its newest event is {@code newest}. */
    record NarrativeAppended(UUID jobId, int attempt, int newest) implements Signal {}

    /** Signals of one shard that were gathered for a moment. */
    @WireName("signals")
    record Batch(List<Signal> signals) {
        /** Kinds that this version does not know arrive as null. */
        public Batch {
            signals = signals.stream().filter(Objects::nonNull).toList();
        }
    }
}
