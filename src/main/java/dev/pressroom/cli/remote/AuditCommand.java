package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.UuidConverter;
import dev.pressroom.cli.remote.Table.Column;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit}: what operators have done. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "For operators: what operators have done, newest first. In a pipe the columns are: time, action, target, count,"
                    + " operator, filter, details.",
            ""
        })
public final class AuditCommand implements Callable<Integer> {
    private final RemoteIo io;

    @Mixin
    private RemoteOptions options = new RemoteOptions();

    @Option(
            names = "--actor",
            paramLabel = "<user>",
            converter = UuidConverter.class,
            description = "Only what this operator has done.")
    private Optional<UUID> actor = Optional.empty();

    @Option(
            names = "--target",
            paramLabel = "<target>",
            description = "Only what was done to this target, such as job:<id>, user:<id> or node:<id>.")
    private Optional<String> target = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "<n>",
            defaultValue = "50",
            converter = PositiveNumber.class,
            description = "Entries at most (default: ${DEFAULT-VALUE}).")
    private int limit;

    public AuditCommand(RemoteIo io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Query query = Query.empty().with("actor", actor).with("target", target);
        options.open(io).list(table(), "/api/v1/ops/audit", query, "entries", limit);
        return 0;
    }

    private Table table() {
        return Table.of(
                Column.whole("AGE", Values.of("createdAt")).shownAs(Values.age("createdAt", io.clock())),
                Column.whole("ACTION", Values.of("action")),
                Column.text("TARGET", Values.of("target")),
                Column.number("COUNT", Values.of("count")),
                Column.text("OPERATOR", Values.of("actor")),
                Column.text("FILTER", Values.of("filter")),
                Column.text("DETAILS", Values.of("details")));
    }
}
