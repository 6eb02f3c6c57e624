package dev.pressroom.base;

import java.time.Duration;
import java.util.Optional;

/**
 * An expected failure: a code from the one list, and a sentence for the person who reads it. It carries no stack
 * trace, since it tells about the world and not about this program.
 */
public class Failure extends RuntimeException {
    private final ErrorCode code;
    private final transient Optional<Duration> retryAfter;

    public Failure(ErrorCode code, String message) {
        this(code, message, Optional.empty(), null);
    }

    public Failure(ErrorCode code, String message, Throwable cause) {
        this(code, message, Optional.empty(), cause);
    }

    /**
     * @param message what went wrong and what to do, fit for the end user: no SQL, no path, no secret
     * @param retryAfter how long the other side asked us to wait
     * @param cause for the log only
     */
    public Failure(ErrorCode code, String message, Optional<Duration> retryAfter, Throwable cause) {
        super(message, cause, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public ErrorCode code() {
        return code;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
