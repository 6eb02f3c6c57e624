package dev.pressroom.job;

import java.util.UUID;

/** What is said to the worker of one node, at its own address. */
public final class NodeMessage {
    private NodeMessage() {}

    /** Stop this attempt: it was cancelled, and Postgres knows. */
    public record Stop(UUID jobId, int attempt) {}

    /** Asks for the text that is being written, from an offset on. Answered with a {@link Signal.Written}. */
    public record TextFrom(UUID jobId, int attempt, int edition, int offset) {}
}
