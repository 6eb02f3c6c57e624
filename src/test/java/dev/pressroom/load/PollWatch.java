package dev.pressroom.load;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Asks for the status as often as the service says it is worth asking, and checks that nothing goes backwards. */
final class PollWatch implements JobWatch {
    private final Vertx vertx;
    private final ServiceClient wire;
    private final LoadStatistics tally;
    private final JobCreation.Job job;
    private final Runnable onEnd;
    private boolean over;
    private boolean running;
    private int attempt;
    private int progress;

    /** @param onEnd called once, when the job has ended */
    PollWatch(Vertx vertx, ServiceClient wire, LoadStatistics tally, JobCreation.Job job, Runnable onEnd) {
        this.vertx = vertx;
        this.wire = wire;
        this.tally = tally;
        this.job = job;
        this.onEnd = onEnd;
    }

    @Override
    public void begin() {
        if (!over) {
            wire.get(job.customer(), "/api/v1/jobs/" + job.id() + "/status")
                    .onSuccess(this::answered)
                    .onFailure(cause -> {
                        tally.error("poll: " + ErrorKinds.of(cause));
                        later(Duration.ofSeconds(1));
                    });
        }
    }

    @Override
    public void stop() {
        over = true;
    }

    private void answered(ServiceClient.Answer answer) {
        if (over) {
            return;
        }
        if (answer.status() == 200) {
            told(answer.json());
            later(answer.patience());
        } else if (answer.passes()) {
            tally.error("poll: " + answer.kind());
            later(answer.patience());
        } else {
            tally.fault("job " + job.id() + ": its status answers " + answer.kind());
            tally.failed("its status cannot be read");
            ended();
        }
    }

    private void told(JsonObject status) {
        check(status);
        switch (status.getString("status", "")) {
            case "running" -> runs();
            case "succeeded" -> {
                runs();
                tally.measured(Measure.POLLED_COMPLETE, job.sentNanos());
                tally.succeeded();
                ended();
            }
            case "failed" -> {
                tally.failed(status.getString("errorCode", "without a code"));
                ended();
            }
            default -> {}
        }
    }

    private void runs() {
        if (!running) {
            running = true;
            tally.measured(Measure.POLLED_RUNNING, job.sentNanos());
        }
    }

    private void check(JsonObject status) {
        int nowAttempt = status.getInteger("attempt", 1);
        int nowProgress = status.getInteger("progress", 0);
        if (nowAttempt < attempt || nowAttempt == attempt && nowProgress < progress) {
            tally.fault("job " + job.id() + " goes backwards: progress " + nowProgress + " of attempt " + nowAttempt
                    + " after " + progress + " of " + attempt);
        }
        attempt = nowAttempt;
        progress = nowProgress;
    }

    private void later(Duration pause) {
        if (!over) {
            vertx.setTimer(Math.max(100, pause.toMillis()), again -> begin());
        }
    }

    private void ended() {
        over = true;
        onEnd.run();
    }
}
