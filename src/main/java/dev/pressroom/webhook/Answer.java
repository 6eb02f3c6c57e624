package dev.pressroom.webhook;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came back from a receiver.
 *
 * @param status of the response, if there was one
 * @param body the first {@link #MAX_BYTES} of the response's body
 * @param retryAfter the wait that the receiver asked for
 */
record Answer(Outcome outcome, OptionalInt status, Optional<String> body, Optional<Duration> retryAfter) {
    static final int MAX_BYTES = 1024;

    static Answer without(Outcome outcome) {
        return new Answer(outcome, OptionalInt.empty(), Optional.empty(), Optional.empty());
    }
}
