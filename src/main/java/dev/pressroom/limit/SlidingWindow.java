package dev.pressroom.limit;

import io.vertx.core.Future;
import java.time.Duration;

/** Counts the requests of callers for all nodes together, in a sliding window. */
public interface SlidingWindow {
    Duration LENGTH = Duration.ofMinutes(1);

    /**
     * Requests that a node may admit by itself until the window is over; they are counted already.
     *
     * @param requests 0 when the limit is reached
     * @param left beside these
     * @param until there is an allowance, when there is none; else until more is left
     */
    record Allowance(int requests, int left, Duration until) {}

    /**
     * Gives an allowance: a tenth of what is left, or as many requests as wait, and none when nothing is left.
     *
     * @param key of the caller
     * @param debt requests that were admitted already, beyond any allowance
     */
    Future<Allowance> allowance(String key, int limit, int waiting, int debt);
}
