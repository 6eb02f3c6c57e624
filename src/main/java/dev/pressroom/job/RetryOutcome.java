package dev.pressroom.job;

/** What became of a retry, as the function {@code retry_job} says it. */
enum RetryOutcome {
    QUEUED,
    NOT_FOUND,
    NOT_FAILED,
    TOO_MANY_JOBS,
    INSUFFICIENT_CREDITS
}
