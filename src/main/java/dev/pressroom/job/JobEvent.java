package dev.pressroom.job;

/**
 * A durable event of a job.
 *
 * @param seq its number within the job, ascending from 1 over all attempts
 * @param attempt the attempt that caused it
 * @param data one line of JSON
 */
public record JobEvent(int seq, int attempt, String name, String data) {
    /** An attempt starts. */
    public static final String STEP_CHANGE = "step-change";

    /** The job has succeeded; its last event. */
    public static final String COMPLETE = "complete";

    /** The attempt has failed; the last event unless the job is retried. */
    public static final String FAILED = "failed";

    /** The name of a {@link #FAILED} event once the job was retried: clients end their stream at {@code failed}. */
    public static final String ATTEMPT_FAILED = "attempt-failed";

    /** True for the last event of a job that is not retried. */
    public boolean isFinal() {
        return name.equals(COMPLETE) || name.equals(FAILED);
    }
}
