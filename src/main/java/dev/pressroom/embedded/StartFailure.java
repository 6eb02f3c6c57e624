package dev.pressroom.embedded;

/** A server or the service cannot start here. The message is one line with the reason and what to do. */
public final class StartFailure extends RuntimeException {
    public StartFailure(String message) {
        this(message, null);
    }

    /** @param cause for the log; the message must be complete without it */
    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
