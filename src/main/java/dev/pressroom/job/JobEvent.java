package dev.pressroom.job;

/**
 * A durable event of a job.
 *
 * @param seq its number within the job, from 1, over all attempts
 * @param attempt in which it happened
 * @param data one line of JSON
 */
public record JobEvent(int seq, int attempt, String name, String data) {
    /** The job starts, or starts again. */
    public static final String STEP_CHANGE = "step-change";

    /** It succeeded: nothing follows. */
    public static final String COMPLETE = "complete";

    /** The attempt failed: nothing follows, unless the job is retried. */
    public static final String FAILED = "failed";

    /** How a failure is told to those who come after the job was retried: {@link #FAILED} would end their stream. */
    public static final String ATTEMPT_FAILED = "attempt-failed";

    /** Whether the job ends with this event. */
    public boolean isFinal() {
        return name.equals(COMPLETE) || name.equals(FAILED);
    }
}
