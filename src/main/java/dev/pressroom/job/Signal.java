package dev.pressroom.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pressroom.bus.WireName;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A message about a job on the event bus, for the streams of its clients. It may be lost: subscribers also poll Postgres.
 * Transient signals are sent to the nodes that watch the job, all others are published to its shard.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Signal.EventAppended.class, name = "happened"),
    @JsonSubTypes.Type(value = Signal.ProgressUpdated.class, name = "progressed"),
    @JsonSubTypes.Type(value = Signal.TextChunk.class, name = "written"),
    @JsonSubTypes.Type(value = Signal.JobChanged.class, name = "look"),
    @JsonSubTypes.Type(value = Signal.NarrativeAppended.class, name = "narrated"),
    @JsonSubTypes.Type(value = Signal.RunStarted.class, name = "started")
})
public sealed interface Signal {
    UUID jobId();

    int attempt();

    /** A durable event was stored. */
    record EventAppended(UUID jobId, int attempt, int seq, String name, String data) implements Signal {
        public JobEvent event() {
            return new JobEvent(seq, attempt, name, data);
        }
    }

    /**
     * A transient signal.
     *
     * @param data the data of a {@code progress-update} event, JSON text
     */
    record ProgressUpdated(UUID jobId, int attempt, String data) implements Signal {}

    /**
     * A transient signal: a part of the text that the model is streaming. An empty part tells a node that has begun to watch
     * the job how much text there was before.
     *
     * @param edition 1 for the first text of the attempt, one more after each restart of the text
     * @param offset of this part in the text, in UTF-16 units
     */
    @WireName("written")
    record TextChunk(UUID jobId, int attempt, int edition, int offset, String text) implements Signal {
        public int end() {
            return offset + text.length();
        }
    }

    /** The job's row has changed; subscribers read the events up to {@code lastEvent} from Postgres. */
    record JobChanged(UUID jobId, int attempt, int lastEvent) implements Signal {}

    /** Narrative events were stored, the last one with number {@code newest}. */
    record NarrativeAppended(UUID jobId, int attempt, int newest) implements Signal {}

    /** A node has begun to run this attempt. */
    record RunStarted(UUID jobId, int attempt, UUID node) implements Signal {}

    /** Signals of one shard, or those for the same nodes, in one message. */
    @WireName("signals")
    record Batch(List<Signal> signals) {
        /** Drops nulls: kinds added by a newer version are read as null. */
        public Batch {
            signals = signals.stream().filter(Objects::nonNull).toList();
        }
    }
}
