package dev.pressroom.job;

/** What became of a submission, as the functions {@code submit_each} and {@code submit_jobs} say it. */
enum SubmitOutcome {
    CREATED,
    REPLAYED,
    CONFLICT,
    TOO_MANY_JOBS,
    INSUFFICIENT_CREDITS
}
