package dev.pressroom.embedded;

import java.time.Duration;

/** How long we go on waiting for a server. */
record Deadline(long nanos) {
    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean isOver() {
        return System.nanoTime() - nanos > 0;
    }
}
