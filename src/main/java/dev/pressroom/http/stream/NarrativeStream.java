package dev.pressroom.http.stream;

import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.NarrativeEvent;
import dev.pressroom.job.PostgresNarrativeStore;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Streams the narrative of a website analysis to one client, always from its first event. All events are read from
 * Postgres; bus messages only report that there are new ones.
 */
final class NarrativeStream extends JobStream {
    /** When the narrative has been replaced, clients should reconnect for the new one soon. */
    private static final int RESTART_RETRY_MILLIS = 200;

    private final PostgresNarrativeStore narratives;
    private final JobStore jobs;
    private JobView job;
    private int cursor;
    private boolean reading;
    private boolean readAgain;
    private boolean behind;

    /** @param job as read when the stream was requested; for the other parameters see {@link JobStream} */
    NarrativeStream(
            StreamClient client, PostgresNarrativeStore narratives, JobStore jobs, JobView job, Runnable onEnd) {
        super(client, job.id(), onEnd);
        this.narratives = narratives;
        this.jobs = jobs;
        this.job = job;
    }

    @Override
    public void narrativeAppended(int lastEvent) {
        if (lastEvent > cursor) {
            catchUp();
        }
    }

    /** The status may have changed: a failed job has no final event in its narrative. */
    @Override
    public void jobChanged(int lastEvent) {
        jobs.peek(List.of(jobId()))
                .onSuccess(rows -> rows.forEach(this::rowRead))
                .onFailure(this::logNotRead);
    }

    @Override
    public void rowRead(JobView row) {
        job = row;
        catchUp();
    }

    @Override
    void drained() {
        if (behind) {
            behind = false;
            catchUp();
        }
    }

    @Override
    void catchUp() {
        if (reading || behind || !isOpen()) {
            readAgain = reading;
            return;
        }
        reading = true;
        readAgain = false;
        JobView before = job;
        narratives
                .after(jobId(), cursor)
                .onSuccess(page -> {
                    reading = false;
                    send(page, before);
                })
                .onFailure(cause -> {
                    reading = false;
                    logNotRead(cause);
                })
                .onComplete(read -> flush());
    }

    /** @param before the job as read before the page: if it was final then, no events follow the page */
    private void send(PostgresNarrativeStore.Page page, JobView before) {
        if (!page.stands()) {
            endWithRetry(RESTART_RETRY_MILLIS);
            return;
        }
        page.events().forEach(this::deliver);
        if (behind || isEnded()) {
            return;
        }
        if (page.full() || readAgain) {
            catchUp();
        } else if (before.status().isFinal()) {
            end(before);
        }
    }

    private void deliver(NarrativeEvent event) {
        if (behind || isEnded()) {
            return;
        }
        if (!hasRoom()) {
            behind = true;
            return;
        }
        cursor = event.seq();
        sendDurable(SseFrames.durable(event.seq(), event.name(), event.data()));
        if (event.isFinal()) {
            finish();
        }
    }

    private void end(JobView ended) {
        if (ended.status() == JobStatus.FAILED) {
            ended.error().ifPresent(error -> send(SseFrames.transientEvent(JobEvent.FAILED, errorJson(error))));
        }
        finish();
    }

    private static String errorJson(JobView.JobError error) {
        return new JsonObject()
                .put("error", error.message())
                .put("errorCode", error.code().name())
                .put("retryable", error.retryable())
                .encode();
    }
}
