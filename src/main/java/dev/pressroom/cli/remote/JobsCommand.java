package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.UuidConverter;
import dev.pressroom.cli.remote.Table.Column;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jobs …}: the jobs of all owners. */
@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = {"For operators: the jobs of all owners.", ""})
public final class JobsCommand extends CommandGroup {
    private static final String JOBS = "/api/v1/ops/jobs";

    private final RemoteIo io;

    @Spec
    private CommandSpec spec;

    public JobsCommand(RemoteIo io) {
        this.io = io;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists jobs, newest first. In a pipe the columns are: id, status, progress, created, error code, title,"
                        + " type, owner, step, node.",
                ""
            })
    int list(
            @Mixin RemoteOptions options,
            @Mixin JobFilterOptions filter,
            @Option(
                            names = "--limit",
                            paramLabel = "<n>",
                            defaultValue = "50",
                            converter = PositiveNumber.class,
                            description = "Jobs at most (default: ${DEFAULT-VALUE}).")
                    int limit) {
        options.open(io).list(table(), JOBS, filter.query(io.clock()), "jobs", limit);
        return 0;
    }

    private Table table() {
        return Table.of(
                Column.whole("JOB", Values.of("jobId")),
                Column.whole("STATUS", Values.of("status")),
                Column.number("%", Values.of("progress")),
                Column.number("AGE", Values.of("createdAt")).shownAs(Values.age("createdAt", io.clock())),
                Column.text("ERROR", Values.of("errorCode")),
                Column.text("TITLE", Values.of("title")),
                Column.text("TYPE", Values.of("type")),
                Column.text("OWNER", Values::owner),
                Column.text("STEP", Values.of("currentStep")),
                Column.text("NODE", Values.of("node")));
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Shows a job: its state, attempts and steps. --json has its input, events and result too.",
                ""
            })
    int show(
            @Mixin RemoteOptions options,
            @Parameters(paramLabel = "<job>", converter = UuidConverter.class, description = "The id of the job.")
                    UUID job) {
        Remote remote = options.open(io);
        new JobSheet(remote.out(), io.clock()).print(remote.api().get(JOBS + "/" + job));
        return 0;
    }

    @Command(
            name = "watch",
            mixinStandardHelpOptions = true,
            description = {
                "Shows the progress of a job until it ends; reconnects when the connection is lost. Exit code 0 when the"
                        + " job has succeeded, 1 when it has failed. --json prints every event.",
                ""
            })
    int watch(
            @Mixin RemoteOptions options,
            @Parameters(paramLabel = "<job>", converter = UuidConverter.class, description = "The id of the job.")
                    UUID job) {
        return new JobWatch(options.open(io), JOBS + "/" + job).run();
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = {"Cancels queued or running jobs: those given, or all that a filter finds.", ""})
    int cancel(@Mixin RemoteOptions options, @Mixin Selection selection) {
        return act(options, selection, JobAction.CANCEL, OptionalLong.empty());
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = {"Retries failed jobs: those given, or all that a filter finds.", ""})
    int retry(@Mixin RemoteOptions options, @Mixin Selection selection) {
        return act(options, selection, JobAction.RETRY, OptionalLong.empty());
    }

    @Command(
            name = "front",
            mixinStandardHelpOptions = true,
            description = {"Moves queued jobs to the front of their queue: those given, or all that a filter finds.", ""
            })
    int front(@Mixin RemoteOptions options, @Mixin Selection selection) {
        return act(options, selection, JobAction.FRONT, OptionalLong.empty());
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = {
                "Deletes jobs that have ended: those given, or all that a filter finds. A filter needs --expected; \"jobs"
                        + " count\" prints the number.",
                ""
            })
    int delete(
            @Mixin RemoteOptions options,
            @Mixin Selection selection,
            @Option(
                            names = "--expected",
                            paramLabel = "<n>",
                            description =
                                    "The number of jobs that the filter finds; nothing is deleted when it differs.")
                    Optional<Long> expected) {
        boolean isFiltered = selection.jobs().isEmpty() && !isEmpty(selection);
        if (isFiltered && expected.isEmpty()) {
            throw wrong("delete", "Deleting by a filter needs --expected <n>, the number of the jobs to delete.");
        }
        return act(
                options,
                selection,
                JobAction.DELETE,
                expected.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    @Command(
            name = "count",
            mixinStandardHelpOptions = true,
            description = {"Counts the jobs that a filter finds, in the background of the service.", ""})
    int count(@Mixin RemoteOptions options, @Mixin JobFilterOptions filter) {
        Query query = filter.query(io.clock());
        if (query.parameters().isEmpty()) {
            throw wrong("count", "Give at least one filter.");
        }
        Remote remote = options.open(io);
        BulkTask bulk = new BulkTask(remote);
        JsonObject ended = bulk.await(bulk.create("count", query, OptionalLong.empty()));
        remote.out().done(Values.text(ended.getValue("total")), ended);
        return bulk.exitCode(ended);
    }

    private int act(RemoteOptions options, Selection selection, JobAction action, OptionalLong expected) {
        List<UUID> jobs = selection.jobs();
        if (jobs.isEmpty() == isEmpty(selection)) {
            throw wrong(action.wireName(), "Give either the ids of jobs or a filter.");
        }
        Remote remote = options.open(io);
        if (!jobs.isEmpty()) {
            return action.apply(remote, JOBS, jobs);
        }
        BulkTask bulk = new BulkTask(remote);
        JsonObject task = bulk.create(action.wireName(), selection.filter(io.clock()), expected);
        if (!selection.waits()) {
            remote.out().done("Task " + task.getString("taskId") + " is " + task.getString("status") + ".", task);
            return 0;
        }
        JsonObject ended = bulk.await(task);
        remote.out().done(BulkTask.sentence(ended), ended);
        return bulk.exitCode(ended);
    }

    private boolean isEmpty(Selection selection) {
        return selection.filter(io.clock()).parameters().isEmpty();
    }

    private ParameterException wrong(String command, String message) {
        return new ParameterException(spec.subcommands().get(command), message);
    }
}
