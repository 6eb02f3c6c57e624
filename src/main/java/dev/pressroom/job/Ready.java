package dev.pressroom.job;

import dev.pressroom.bus.WireName;

/**
 * The bus message "there is work".
 *
 * @param hops how many workers have passed it on
 */
@WireName("ready")
public record Ready(JobType type, int hops) {
    /** A message that nobody has room for goes round no longer than this; the queue keeps the work. */
    public static final int MOST_HOPS = 3;

    public Ready next() {
        return new Ready(type, hops + 1);
    }
}
