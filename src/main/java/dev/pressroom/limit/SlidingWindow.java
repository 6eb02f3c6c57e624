package dev.pressroom.limit;

import io.vertx.core.Future;
import java.time.Duration;

/** Counts the requests of each user over all nodes in a sliding window. */
public interface SlidingWindow {
    /** The length of the window. */
    Duration LENGTH = Duration.ofMinutes(1);

    /**
     * Requests that a node may admit without another call until the window ends; they are counted already.
     *
     * @param requests 0 when the limit is reached
     * @param left rest of the limit beyond this allowance
     * @param reset time until the next allowance when {@code requests} is 0; else until {@code left} grows
     */
    record Allowance(int requests, int left, Duration reset) {}

    /**
     * Takes an allowance: a tenth of the rest of the limit or {@code waiting} requests, whichever is more, at most the rest.
     * Fails when the store does not respond.
     *
     * @param limit requests per window
     * @param waiting requests that wait for a decision
     * @param debt admitted requests to be counted in addition, even beyond the limit
     */
    Future<Allowance> allowance(String key, int limit, int waiting, int debt);
}
