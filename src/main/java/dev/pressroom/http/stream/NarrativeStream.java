package dev.pressroom.http.stream;

import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.JobStore;
import dev.pressroom.job.JobView;
import dev.pressroom.job.NarrativeEvent;
import dev.pressroom.job.PostgresNarrativeStore;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One client that is told a website analysis as a story, always from its beginning. Everything is read from Postgres:
 * what is said on the bus is only that there is something to read.
 */
final class NarrativeStream extends JobStream {
    /** What a client was told is void: it should hear the new text soon. */
    private static final int ANEW_MILLIS = 200;

    private final PostgresNarrativeStore narrativeStore;
    private final JobStore jobs;
    private JobView job;
    private int cursor;
    private boolean reading;
    private boolean readAgain;
    private boolean behind;

    /** @param job as it stood when the stream was asked for; the other parameters as those of {@link JobStream} */
    NarrativeStream(
            Vertx vertx,
            PostgresNarrativeStore narrativeStore,
            JobStore jobs,
            HttpServerRequest request,
            ImageUrls images,
            JobView job,
            int bufferBytes,
            Runnable onEnd) {
        super(vertx, request, images, job.id(), bufferBytes, onEnd);
        this.narrativeStore = narrativeStore;
        this.jobs = jobs;
        this.job = job;
    }

    @Override
    public void narrated(int newest) {
        if (newest > cursor) {
            catchUp();
        }
    }

    /** The job has begun or ended; the narrative itself does not tell when it fails. */
    @Override
    public void look(int lastEvent) {
        jobs.peek(List.of(jobId()))
                .onSuccess(rows -> rows.forEach(this::checked))
                .onFailure(this::notRead);
    }

    @Override
    public void checked(JobView row) {
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
        narrativeStore
                .after(jobId(), cursor)
                .onSuccess(page -> {
                    reading = false;
                    take(page, before);
                })
                .onFailure(cause -> {
                    reading = false;
                    notRead(cause);
                })
                .onComplete(read -> flush());
    }

    /** @param before the job as it was known before the page was read: when it had ended, nothing follows any more */
    private void take(PostgresNarrativeStore.Page page, JobView before) {
        if (!page.stands()) {
            leave(ANEW_MILLIS);
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
            ended.error().ifPresent(error -> send(SseFrames.passing(JobEvent.FAILED, failure(error))));
        }
        finish();
    }

    private static String failure(JobView.JobError error) {
        return new JsonObject()
                .put("error", error.message())
                .put("errorCode", error.code().name())
                .put("retryable", error.retryable())
                .encode();
    }
}
