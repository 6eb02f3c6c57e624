package dev.pressroom.model.provider;

import java.time.Duration;

/**
 * Time limits of a call to a provider.
 *
 * @param pause before the first byte of an answer, and between two of its chunks
 * @param whole from the request to the end of the answer
 */
public record CallLimits(Duration pause, Duration whole) {
    /** The whole answer may take five times {@code pause}. */
    public static CallLimits ofPause(Duration pause) {
        return new CallLimits(pause, pause.multipliedBy(5));
    }
}
