package dev.pressroom.cli.remote;

import dev.pressroom.cli.remote.Table.Column;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code usage}: tokens and costs. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = {
            "For operators: tokens and costs of this month, or of a period. In a pipe the columns are: name of the group,"
                    + " model calls, input tokens, output tokens, images, cost, currency.",
            ""
        })
public final class UsageCommand implements Callable<Integer> {
    /** The ways of grouping. */
    static final class Groupings implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("day", "owner", "type", "model").iterator();
        }
    }

    private final RemoteIo io;

    @Mixin
    private RemoteOptions options = new RemoteOptions();

    @Option(
            names = "--by",
            paramLabel = "<group>",
            defaultValue = "day",
            completionCandidates = Groupings.class,
            description = "day, owner, type or model (default: ${DEFAULT-VALUE}).")
    private String by;

    @Option(
            names = "--from",
            paramLabel = "<date>",
            converter = Day.class,
            description = "The first day in UTC, such as 2026-01-01 (default: the first of the month).")
    private Optional<LocalDate> from = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "<date>",
            converter = Day.class,
            description = "The last day (default: today).")
    private Optional<LocalDate> to = Optional.empty();

    @Option(
            names = "--owner",
            paramLabel = "<tenant>",
            description = "Only of this tenant: organization:<id>, user:<id> or visitor:<hash>.")
    private Optional<String> owner = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "<n>",
            defaultValue = "100",
            converter = PositiveNumber.class,
            description = "Groups at most, up to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    public UsageCommand(RemoteIo io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Remote remote = options.open(io);
        JsonObject usage = remote.api()
                .get(
                        "/api/v1/ops/usage",
                        Query.empty()
                                .with("by", by)
                                .with("from", from)
                                .with("to", to)
                                .with("owner", owner)
                                .with("limit", limit));
        remote.out().rows(table(), Remote.objects(usage.getJsonArray("groups")));
        if (Boolean.TRUE.equals(usage.getValue("hasMore"))) {
            remote.out().note("There are more: --limit.");
        }
        if (remote.out().isTable()) {
            remote.out().title("In total");
            remote.out().rows(table(), Remote.objects(usage.getJsonArray("totals")));
        }
        return 0;
    }

    private Table table() {
        return Table.of(
                Column.text("NAME", Values.of("name")),
                Column.number("CALLS", Values.of("calls")),
                Column.number("TOKENS IN", Values.of("inputTokens")),
                Column.number("TOKENS OUT", Values.of("outputTokens")),
                Column.number("IMAGES", Values.of("images")),
                Column.number("COST", Values.of("cost")),
                Column.whole("CURRENCY", Values.of("currency")));
    }
}
