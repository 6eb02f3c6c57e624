package dev.pressroom.model.provider;

import java.time.Duration;

/**
 * How long a call to a provider may take.
 *
 * @param pause before the first sign of an answer, and between two pieces of it
 * @param whole from the request to the last piece
 */
public record CallLimits(Duration pause, Duration whole) {
    /** A whole answer may take five of the longest pauses. */
    public static CallLimits ofPause(Duration pause) {
        return new CallLimits(pause, pause.multipliedBy(5));
    }
}
