package dev.pressroom.worker;

import dev.pressroom.job.NodeMessage;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Handles bus messages to the worker of this node. Those about jobs that it does not run are ignored. */
final class NodeMessages {
    private final Map<UUID, JobRun> runs;

    /** @param runs the live runs by job */
    NodeMessages(Map<UUID, JobRun> runs) {
        this.runs = runs;
    }

    void handle(Message<Object> message) {
        if (message.body() instanceof NodeMessage.Stop stop) {
            stop(stop);
        } else if (message.body() instanceof NodeMessage.TextFrom request) {
            replyWithText(message, request);
        } else if (message.body() instanceof NodeMessage.Watch watch && watch.watcher() != null) {
            each(watch.jobs(), run -> run.watch(watch.watcher()));
        } else if (message.body() instanceof NodeMessage.Unwatch unwatch && unwatch.watcher() != null) {
            each(unwatch.jobs(), run -> run.unwatch(unwatch.watcher()));
        }
    }

    private void stop(NodeMessage.Stop stop) {
        JobRun run = runs.get(stop.jobId());
        if (run != null && run.attempt() == stop.attempt()) {
            run.stop(RunOutcome.Reason.CANCELLED);
        }
    }

    private void replyWithText(Message<Object> message, NodeMessage.TextFrom request) {
        JobRun run = runs.get(request.jobId());
        if (run != null && run.attempt() == request.attempt()) {
            message.reply(run.text().from(request.edition(), request.offset()));
        } else {
            message.fail(404, "not running here");
        }
    }

    private void each(List<UUID> jobs, Consumer<JobRun> action) {
        for (UUID job : jobs) {
            JobRun run = runs.get(job);
            if (run != null) {
                action.accept(run);
            }
        }
    }
}
