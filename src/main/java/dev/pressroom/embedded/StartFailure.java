package dev.pressroom.embedded;

/** Why a server or the service cannot start here, in one line that says what to do about it. */
public final class StartFailure extends RuntimeException {
    public StartFailure(String message) {
        this(message, null);
    }

    /** @param cause for those who look closer; the message must do without it */
    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
