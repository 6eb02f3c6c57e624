package dev.pressroom.base;

/** The error codes of the API, under the names that clients see. */
public enum ErrorCode {
    // Refused requests: the client has to change something.
    VALIDATION_FAILED,
    MALFORMED_JSON,
    UNAUTHENTICATED,
    TOKEN_EXPIRED,
    INVALID_CREDENTIALS,
    INSUFFICIENT_CREDITS,
    BUDGET_EXCEEDED,
    FORBIDDEN,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    NOT_ACCEPTABLE,
    JOB_NOT_RETRYABLE,
    JOB_NOT_CANCELLABLE,
    JOB_NOT_DELETABLE,
    JOB_NOT_QUEUED,
    IDEMPOTENCY_CONFLICT,
    POST_CHANGED,
    PRECONDITION_FAILED,
    EMAIL_TAKEN,
    BODY_TOO_LARGE,
    URI_TOO_LONG,
    REQUEST_TIMEOUT,
    UNSUPPORTED_MEDIA_TYPE,
    RANGE_NOT_SATISFIABLE,
    EXPECTATION_FAILED,
    HEADERS_TOO_LARGE,
    NOT_IMPLEMENTED,
    RATE_LIMITED,
    TOO_MANY_JOBS,
    TOO_MANY_POSTS,
    WEBHOOK_SECRET_MISSING,

    // The service cannot answer now: the client may try again later.
    QUEUE_UNAVAILABLE,
    DATABASE_UNAVAILABLE,
    OVERLOADED,
    SHUTTING_DOWN,
    STILL_RUNNING,

    // Why a job ended without a result.
    CANCELLED,
    EXPIRED,
    WORKER_LOST,
    DEADLINE_EXCEEDED,
    MODEL_UNAVAILABLE(true),
    MODEL_TIMEOUT(true),
    MODEL_RATE_LIMITED(true),
    MODEL_ANSWER_INVALID(true),
    MODEL_REFUSED,
    PAGE_URL_INVALID,
    PAGE_ADDRESS_REFUSED,
    PAGE_HOST_NOT_FOUND,
    PAGE_UNREACHABLE(true),
    PAGE_TIMEOUT(true),
    PAGE_TLS_FAILED,
    PAGE_TOO_MANY_REDIRECTS,
    PAGE_REDIRECT_REFUSED,
    PAGE_NOT_FOUND,
    PAGE_FORBIDDEN,
    PAGE_RATE_LIMITED(true),
    PAGE_SERVER_ERROR(true),
    PAGE_NOT_HTML,
    PAGE_TOO_LARGE,
    PAGE_UNREADABLE,
    PAGE_EMPTY,
    PAGE_NEEDS_SCRIPTS,
    PAGE_CHALLENGE,

    INTERNAL;

    private final boolean isTransient;

    ErrorCode() {
        this(false);
    }

    ErrorCode(boolean isTransient) {
        this.isTransient = isTransient;
    }

    /** The code with this name; {@link #INTERNAL} for an unknown one, which a newer version may have stored. */
    public static ErrorCode named(String name) {
        for (ErrorCode code : values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return INTERNAL;
    }

    /** Whether a step that failed with this code may succeed when it is tried again a moment later. */
    public boolean isTransient() {
        return isTransient;
    }
}
