package dev.pressroom.job;

import dev.pressroom.bus.WireName;

/**
 * The bus message "there is work".
 *
 * @param hops how many workers have passed it on
 */
@WireName("ready")
public record JobReady(JobType type, int hops) {
    /** A message that nobody has room for goes round no longer than this; the queue keeps the work. */
    public static final int MOST_HOPS = 3;

    public JobReady next() {
        return new JobReady(type, hops + 1);
    }
}
