package dev.pressroom.base;

import java.time.Duration;
import java.util.Optional;

/**
 * An expected failure: an error code and a message for the end user. It has no stack trace, because it does not report a
 * fault of this program.
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
     * @param message what went wrong and what to do, for the end user: no SQL, no path, no secret
     * @param retryAfter the time after which a retry may succeed, such as the {@code Retry-After} of a remote server; empty
     *     when unknown
     * @param cause for the log only; may be null
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
