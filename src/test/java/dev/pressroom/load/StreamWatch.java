package dev.pressroom.load;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;

/** Reads a job's events to the end; a stream that breaks is resumed after the last event. */
final class StreamWatch implements JobWatch {
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(2);
    private static final int LONGEST_LINE = 16 << 20;

    private final Vertx vertx;
    private final ServiceClient wire;
    private final LoadStatistics tally;
    private final JobCreation.Job job;
    private final Runnable onEnd;
    private final EventCheck check;
    private Duration pause = USUAL_PAUSE;
    private boolean over;
    private boolean running;
    private boolean heard;
    private boolean warned;
    private int id;
    private String name = "";

    /** @param onEnd called once, when the job has ended */
    StreamWatch(Vertx vertx, ServiceClient wire, LoadStatistics tally, JobCreation.Job job, Runnable onEnd) {
        this.vertx = vertx;
        this.wire = wire;
        this.tally = tally;
        this.job = job;
        this.onEnd = onEnd;
        this.check = new EventCheck(fault -> tally.fault("job " + job.id() + ": " + fault));
    }

    @Override
    public void begin() {
        if (!over) {
            wire.stream(job.customer(), job.id(), check.cursor())
                    .onSuccess(this::opened)
                    .onFailure(cause -> broken(ErrorKinds.of(cause)));
        }
    }

    @Override
    public void stop() {
        over = true;
    }

    private void opened(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            ServiceClient.whole(response).onSuccess(this::refused).onFailure(cause -> broken(ErrorKinds.of(cause)));
            return;
        }
        warned = false;
        check.opened();
        RecordParser lines = RecordParser.newDelimited("\n", line -> line(line.toString()));
        lines.maxRecordSize(LONGEST_LINE);
        lines.exceptionHandler(cause -> response.request().reset());
        response.handler(lines);
        response.end().onSuccess(end -> closed()).onFailure(cause -> broken(ErrorKinds.of(cause)));
    }

    private void refused(ServiceClient.Answer answer) {
        if (answer.passes()) {
            tally.error("stream: " + answer.kind());
            again(answer.patience());
        } else {
            tally.fault("job " + job.id() + ": its stream answers " + answer.kind() + " after event " + check.cursor());
            tally.failed("its stream cannot be opened");
            ended();
        }
    }

    private void line(String line) {
        if (line.startsWith("id: ")) {
            id = Integer.parseInt(line.substring(4));
        } else if (line.startsWith("event: ")) {
            name = line.substring(7);
        } else if (line.startsWith("retry: ")) {
            pause = Duration.ofMillis(Long.parseLong(line.substring(7)));
        } else if (line.startsWith("data: ")) {
            event(line.substring(6));
            id = 0;
        }
    }

    private void event(String data) {
        check.event(id, name, data);
        switch (name) {
            case "connected" -> {}
            case "stream-timeout" -> warned = true;
            case "step-change" -> {
                hears();
                runs();
            }
            case "complete" -> {
                hears();
                runs();
                succeeded();
            }
            case "failed" -> {
                hears();
                failed(data);
            }
            default -> hears();
        }
    }

    private void hears() {
        if (!heard) {
            heard = true;
            tally.measured(Measure.FIRST_EVENT, job.sentNanos());
        }
    }

    private void runs() {
        if (!running) {
            running = true;
            tally.measured(Measure.RUNNING, job.sentNanos());
        }
    }

    private void succeeded() {
        if (!over) {
            tally.measured(Measure.COMPLETE, job.sentNanos());
            tally.succeeded();
            ended();
        }
    }

    private void failed(String data) {
        if (!over) {
            tally.failed(EventCheck.json(data).getString("errorCode", "without a code"));
            ended();
        }
    }

    private void closed() {
        if (!over && warned) {
            tally.note("streams that had reached their greatest age and were resumed");
            again(pause);
        } else if (!over) {
            broken("ended before its job");
        }
    }

    private void broken(String how) {
        if (!over) {
            tally.error("stream: " + how);
            again(pause);
        }
    }

    private void again(Duration after) {
        if (!over) {
            vertx.setTimer(Math.max(1, after.toMillis()), timer -> begin());
        }
    }

    private void ended() {
        over = true;
        onEnd.run();
    }
}
