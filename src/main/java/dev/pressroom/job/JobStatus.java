package dev.pressroom.job;

import java.util.Locale;

/** Where a job stands. */
public enum JobStatus {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED;

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One that the next version has added counts as running: the job has not ended in a way known here. */
    public static JobStatus of(String wireName) {
        for (JobStatus status : values()) {
            if (status.wireName().equals(wireName)) {
                return status;
            }
        }
        return RUNNING;
    }
}
