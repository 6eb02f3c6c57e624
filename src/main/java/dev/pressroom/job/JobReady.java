package dev.pressroom.job;

import dev.pressroom.bus.WireName;

/**
 * Bus message to a worker: the queue of this type has entries.
 *
 * @param hops how many workers without a free slot have forwarded it
 */
@WireName("ready")
public record JobReady(JobType type, int hops) {
    /** After this many hops the message is dropped; the entries stay in the queue, and workers poll it. */
    public static final int MAX_HOPS = 3;

    /** The same message with one more hop. */
    public JobReady next() {
        return new JobReady(type, hops + 1);
    }
}
