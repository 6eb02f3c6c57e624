package dev.pressroom.job;

import java.util.UUID;

/** The right of a node to run one attempt of a job. Every write of a worker carries it and has no effect once it is lost. */
public record Lease(UUID jobId, int attempt, UUID node) {}
