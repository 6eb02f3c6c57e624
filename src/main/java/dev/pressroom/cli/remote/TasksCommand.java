package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.UuidConverter;
import dev.pressroom.cli.remote.Table.Column;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tasks …}: actions on all jobs that a filter finds. */
@Command(
        name = "tasks",
        mixinStandardHelpOptions = true,
        description = {"For operators: actions on all jobs that a filter finds.", ""})
public final class TasksCommand extends CommandGroup {
    private final RemoteIo io;

    public TasksCommand(RemoteIo io) {
        this.io = io;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists tasks, newest first. In a pipe the columns are: id, action, status, done, total, skipped, created,"
                        + " filter, message.",
                ""
            })
    int list(
            @Mixin RemoteOptions options,
            @Option(
                            names = "--limit",
                            paramLabel = "<n>",
                            defaultValue = "50",
                            converter = PositiveNumber.class,
                            description = "Tasks at most (default: ${DEFAULT-VALUE}).")
                    int limit) {
        options.open(io).list(table(), BulkTask.TASKS, Query.empty(), "tasks", limit);
        return 0;
    }

    private Table table() {
        return Table.of(
                Column.whole("TASK", Values.of("taskId")),
                Column.whole("ACTION", Values.of("action")),
                Column.whole("STATUS", Values.of("status")),
                Column.number("DONE", Values.of("done")),
                Column.number("OF", Values.of("total")),
                Column.number("SKIPPED", Values.of("skipped")),
                Column.number("AGE", Values.of("createdAt")).shownAs(Values.age("createdAt", io.clock())),
                Column.text("FILTER", Values.of("filter")),
                Column.text("MESSAGE", Values.of("message")));
    }

    @Command(
            name = "abort",
            mixinStandardHelpOptions = true,
            description = {"Ends a task; what it has done stays done.", ""})
    int abort(
            @Mixin RemoteOptions options,
            @Parameters(paramLabel = "<task>", converter = UuidConverter.class, description = "The id of the task.")
                    UUID task) {
        Remote remote = options.open(io);
        JsonObject aborted = remote.api().post(BulkTask.TASKS + "/" + task + "/abort", new JsonObject());
        remote.out().done(BulkTask.sentence(aborted), aborted);
        return 0;
    }
}
