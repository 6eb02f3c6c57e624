package dev.pressroom.chaos;

import java.time.Duration;

/**
 * How a chaos run is done.
 *
 * @param nodes of the cluster
 * @param jobs that are ordered
 * @param rate orders a second
 * @param lease of the workers
 * @param every how often harm is done, as a rule
 * @param outage how long what is stopped or cut stays so
 * @param cuts of client connections, where that is the harm
 * @param seed of the harm's choices and of the clients'
 */
record Setup(int nodes, int jobs, double rate, Duration lease, Duration every, Duration outage, int cuts, long seed) {
    Setup withNodes(int count) {
        return new Setup(count, jobs, rate, lease, every, outage, cuts, seed);
    }

    /** How long the ordering takes when nothing slows it down. */
    Duration ordering() {
        return Duration.ofMillis((long) (jobs * 1000 / rate));
    }

    /** The longest that jobs may take to end once all harm is over. */
    Duration settling() {
        return lease.multipliedBy(5).plusSeconds(240);
    }
}
