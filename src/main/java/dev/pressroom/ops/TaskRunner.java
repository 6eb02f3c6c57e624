package dev.pressroom.ops;

import dev.pressroom.job.JobSearch;
import dev.pressroom.job.JobStatus;
import dev.pressroom.job.OperatorJobs;
import dev.pressroom.ops.TaskStore.Status;
import dev.pressroom.ops.TaskStore.Task;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Works on the oldest task, one batch per call: first counts the jobs, then acts on them. A batch and the position of the
 * task are written together, so a task goes on where it was after its node was lost, and an aborted one ends after the
 * batch under way.
 */
public final class TaskRunner {
    /** A task on more jobs is refused. */
    static final long MAX_JOBS = 1_000_000;

    private static final int EXAMINED_IN_COUNT = 4000;
    private static final int EXAMINED_IN_BATCH = 2000;

    private final TaskStore tasks;
    private final JobSearch search;
    private final JobActions actions;

    public TaskRunner(TaskStore tasks, JobSearch search, JobActions actions) {
        this.tasks = tasks;
        this.search = search;
        this.actions = actions;
    }

    /** Does one batch of the oldest task. Returns true when there may be more to do. */
    public Future<Boolean> round() {
        return tasks.next()
                .compose(found ->
                        found.map(task -> batch(task).map(true)).orElseGet(() -> Future.succeededFuture(false)));
    }

    private Future<Void> batch(Task task) {
        Optional<JobSearch.Filter> filter =
                JobFilters.ofJson(task.filter()).createdUntil(task.createdAt()).within(statuses(task.action()));
        if (filter.isEmpty()) {
            return task.status() == Status.COUNTING ? afterCount(task, 0) : end(task, Status.DONE);
        }
        return task.status() == Status.COUNTING ? count(task, filter.get()) : act(task, filter.get());
    }

    private static List<JobStatus> statuses(TaskStore.Action action) {
        return switch (action) {
            case COUNT -> List.of(JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.SUCCEEDED, JobStatus.FAILED);
            case CANCEL -> List.of(JobStatus.QUEUED, JobStatus.RUNNING);
            case RETRY -> List.of(JobStatus.FAILED);
            case DELETE -> List.of(JobStatus.SUCCEEDED, JobStatus.FAILED);
            case FRONT -> List.of(JobStatus.QUEUED);
        };
    }

    private Future<Void> count(Task task, JobSearch.Filter filter) {
        return search.ids(filter, task.position(), EXAMINED_IN_COUNT).compose(page -> {
            long total = task.total() + page.ids().size();
            if (total > MAX_JOBS) {
                return refuse(task, "The filter finds more than " + MAX_JOBS + " jobs. Narrow it.");
            }
            return page.next()
                    .map(next -> tasks.counted(task, page.ids().size(), next))
                    .orElseGet(() -> tasks.counted(task, page.ids().size(), new UUID(0, 0))
                            .compose(counted -> afterCount(task, total)));
        });
    }

    private Future<Void> afterCount(Task task, long total) {
        OptionalLong expected = task.expected();
        if (task.action() == TaskStore.Action.COUNT) {
            return end(task, Status.DONE);
        }
        if (expected.isPresent() ? expected.getAsLong() != total : task.action() == TaskStore.Action.DELETE) {
            return refuse(
                    task,
                    "The filter finds " + total + " jobs"
                            + (expected.isPresent()
                                    ? ", not " + expected.getAsLong() + "."
                                    : ". To delete them, send this number as expected."));
        }
        return tasks.start(task);
    }

    private Future<Void> act(Task task, JobSearch.Filter filter) {
        return search.ids(filter, task.position(), EXAMINED_IN_BATCH).compose(page -> {
            List<UUID> ids = page.ids();
            if (ids.isEmpty()) {
                return page.next().map(next -> tasks.move(task, next)).orElseGet(() -> end(task, Status.DONE));
            }
            List<UUID> batch = ids.subList(0, Math.min(OperatorJobs.MAX_JOBS, ids.size()));
            UUID last = batch.get(batch.size() - 1);
            UUID position = batch.size() == ids.size() ? page.next().orElse(last) : last;
            OperatorJobs.Actor actor = new OperatorJobs.Actor.Task(task.id(), task.position(), position);
            return act(task.action(), batch, actor);
        });
    }

    private Future<Void> act(TaskStore.Action action, List<UUID> batch, OperatorJobs.Actor actor) {
        return switch (action) {
            case COUNT -> Future.succeededFuture();
            case CANCEL -> actions.cancel(batch, actor).mapEmpty();
            case RETRY -> actions.retry(batch, actor).mapEmpty();
            case DELETE -> actions.delete(batch, actor).mapEmpty();
            case FRONT -> actions.front(batch, actor).mapEmpty();
        };
    }

    private Future<Void> refuse(Task task, String message) {
        return tasks.end(task.id(), Status.REFUSED, Optional.of(message), Optional.empty())
                .mapEmpty();
    }

    private Future<Void> end(Task task, Status status) {
        return tasks.end(task.id(), status, Optional.empty(), Optional.empty()).mapEmpty();
    }
}
