package dev.pressroom.worker;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.job.JobType;
import dev.pressroom.trace.TraceLog;
import dev.pressroom.trace.TraceSpan;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each failed job once, at WARN. A session as the owner is not named: its id gives access to its jobs. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final int MAX_CAUSE_CHARS = 300;

    private FailureLog() {}

    /**
     * @param cause why the job failed; cut after 300 characters
     * @param user the owner; empty for a session
     * @param duration of the attempt; of the wait, for a job that has not started
     */
    static void failed(
            UUID job, int attempt, JobType type, ErrorCode code, String cause, Optional<UUID> user, Duration duration) {
        failed(job, attempt, type, code, cause, user, duration, TraceSpan.NONE);
    }

    /** As the other method, with the span of the run. */
    static void failed(
            UUID job,
            int attempt,
            JobType type,
            ErrorCode code,
            String cause,
            Optional<UUID> user,
            Duration duration,
            TraceSpan run) {
        TraceLog.in(LOG.atWarn(), run)
                .addKeyValue("job", job)
                .addKeyValue("attempt", attempt)
                .addKeyValue("type", type.wireName())
                .addKeyValue("code", code)
                .addKeyValue("cause", cause.length() <= MAX_CAUSE_CHARS ? cause : cause.substring(0, MAX_CAUSE_CHARS))
                .addKeyValue("owner", user.map(id -> "user:" + id).orElse("session"))
                .addKeyValue("ms", duration.toMillis())
                .log("job failed");
    }
}
