package dev.pressroom.job;

import dev.pressroom.bus.WireName;
import java.util.UUID;

/** What is said to the worker of one node, at its own address. */
public final class NodeMessage {
    private NodeMessage() {}

    /** Stop this attempt: it was cancelled, and Postgres knows. */
    @WireName("stop")
    public record Stop(UUID jobId, int attempt) {}

    /** Asks for the text that is being written, from an offset on. Answered with a {@link Signal.TextChunk}. */
    @WireName("text-from")
    public record TextFrom(UUID jobId, int attempt, int edition, int offset) {}
}
