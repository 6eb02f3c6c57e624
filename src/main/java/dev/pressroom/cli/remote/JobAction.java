package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.CommandFailure;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What an operator does to a job. */
enum JobAction {
    CANCEL("Cancelled"),
    RETRY("Queued again"),
    FRONT("Moved to the front"),
    DELETE("Deleted");

    private final String past;

    JobAction(String past) {
        this.past = past;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Does it to each job; one that is refused does not keep it from the next ones.
     *
     * @return 0, or 1 when a job was refused
     * @throws CommandFailure when the only job is refused, or the service does not respond
     */
    int apply(Remote remote, String path, List<UUID> jobs) {
        int exitCode = 0;
        for (UUID job : jobs) {
            try {
                send(remote.api(), path + "/" + job);
                remote.out()
                        .done(
                                past + ": " + job,
                                new JsonObject().put("jobId", job.toString()).put("action", wireName()));
            } catch (CommandFailure refused) {
                if (jobs.size() == 1 || refused.exitCode() != 1) {
                    throw refused;
                }
                remote.out().error(job + ": " + refused.getMessage());
                exitCode = 1;
            }
        }
        return exitCode;
    }

    private void send(ServiceApi api, String path) {
        switch (this) {
            case CANCEL, RETRY, FRONT -> api.post(path + "/" + wireName(), new JsonObject());
            case DELETE -> api.delete(path, Query.empty());
        }
    }
}
