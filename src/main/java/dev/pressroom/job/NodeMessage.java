package dev.pressroom.job;

import dev.pressroom.bus.WireName;
import java.util.UUID;

/** Bus messages to the worker of one node, at the node's address. */
public final class NodeMessage {
    private NodeMessage() {}

    /** Stops this attempt, which is cancelled in Postgres already. */
    @WireName("stop")
    public record Stop(UUID jobId, int attempt) {}

    /** Requests the text of a running attempt from an offset on, in UTF-16 units. The reply is a {@link Signal.TextChunk}. */
    @WireName("text-from")
    public record TextFrom(UUID jobId, int attempt, int edition, int offset) {}
}
