package dev.pressroom.job;

import java.util.Locale;

/** The state of a job. */
public enum JobStatus {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED;

    /** True when the job has ended. */
    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }

    /** The name in rows and responses, in lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A status added by a newer version reads as {@code RUNNING}: the job has not ended in a way known here. */
    public static JobStatus of(String wireName) {
        for (JobStatus status : values()) {
            if (status.wireName().equals(wireName)) {
                return status;
            }
        }
        return RUNNING;
    }
}
