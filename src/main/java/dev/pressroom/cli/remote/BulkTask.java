package dev.pressroom.cli.remote;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;

/** Background tasks of the service: an action on all jobs that a filter finds. */
final class BulkTask {
    static final String TASKS = "/api/v1/ops/tasks";
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Set<String> LIVE = Set.of("counting", "running");

    private final Remote remote;

    BulkTask(Remote remote) {
        this.remote = remote;
    }

    JsonObject create(String action, Query filter, OptionalLong expected) {
        JsonObject members = new JsonObject();
        filter.parameters().forEach(members::put);
        JsonObject request = new JsonObject().put("action", action).put("filter", members);
        expected.ifPresent(count -> request.put("expected", count));
        return remote.api().post(TASKS, request);
    }

    /** Returns the task when it has ended. */
    JsonObject await(JsonObject created) {
        JsonObject task = created;
        while (LIVE.contains(task.getString("status"))) {
            remote.out().transientLine(sentence(task));
            ServiceApi.pause(INTERVAL);
            task = remote.api().get(TASKS + "/" + Query.encode(created.getString("taskId")));
        }
        remote.out().endTransientLine();
        return task;
    }

    /** 0 for a task that has done its work; else 1, and the reason goes to stderr. */
    int exitCode(JsonObject ended) {
        if (ended.getString("status").equals("done")) {
            return 0;
        }
        String reason = Values.text(ended.getValue("message"));
        remote.out()
                .error("The task " + ended.getString("taskId") + " was " + ended.getString("status")
                        + (reason.isEmpty() ? "." : ": " + reason));
        return 1;
    }

    static String sentence(JsonObject task) {
        return "Task " + task.getString("taskId") + " (" + task.getString("action") + ") is " + task.getString("status")
                + ": " + task.getValue("done") + " of " + task.getValue("total") + " jobs, " + task.getValue("skipped")
                + " skipped.";
    }
}
