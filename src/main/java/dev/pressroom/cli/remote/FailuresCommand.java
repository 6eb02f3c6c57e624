package dev.pressroom.cli.remote;

import dev.pressroom.cli.remote.Table.Column;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code failures}: failed jobs in groups. */
@Command(
        name = "failures",
        mixinStandardHelpOptions = true,
        description = {
            "For operators: failed jobs by error code, type and step, the largest group first. In a pipe the columns are:"
                    + " jobs, error code, type, step, time of the first and of the last failure, id of the newest job.",
            ""
        })
public final class FailuresCommand implements Callable<Integer> {
    private final RemoteIo io;

    @Mixin
    private RemoteOptions options = new RemoteOptions();

    public FailuresCommand(RemoteIo io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Remote remote = options.open(io);
        JsonObject failures = remote.api().get("/api/v1/ops/failures");
        List<JsonObject> groups = Remote.objects(failures.getJsonArray("groups"));
        remote.out().rows(table(), groups);
        if (failures.getLong("examined") >= failures.getLong("maxExamined")) {
            remote.out()
                    .note("The newest " + failures.getLong("maxExamined") + " failed jobs; there may be older ones.");
        }
        return 0;
    }

    private Table table() {
        return Table.of(
                Column.number("JOBS", Values.of("count")),
                Column.whole("ERROR CODE", Values.of("errorCode")),
                Column.whole("TYPE", Values.of("type")),
                Column.text("STEP", Values.of("step")),
                Column.number("FIRST", Values.of("firstSeen")).shownAs(Values.age("firstSeen", io.clock())),
                Column.number("LAST", Values.of("lastSeen")).shownAs(Values.age("lastSeen", io.clock())),
                Column.text("NEWEST JOB", Values.of("newestJobId")));
    }
}
