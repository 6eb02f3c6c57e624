package dev.pressroom.cli.remote;

import dev.pressroom.cli.remote.Table.Column;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code queue …}: how the queue stands, pauses. */
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = {"For operators: how the queue stands; pausing and resuming.", ""})
public final class QueueCommand extends CommandGroup {
    private static final String PAUSES = "/api/v1/ops/pauses";

    private final RemoteIo io;

    public QueueCommand(RemoteIo io) {
        this.io = io;
    }

    /** Everything, a type or a tenant: exactly one. */
    static final class ScopeOptions {
        @Option(names = "--all", description = "All jobs.")
        private boolean all;

        @Option(
                names = "--type",
                paramLabel = "<type>",
                completionCandidates = JobTypes.class,
                description = "The jobs of a type: content_generation or website_analysis.")
        private Optional<String> type = Optional.empty();

        @Option(
                names = "--tenant",
                paramLabel = "<tenant>",
                description = "The jobs of a tenant: organization:<id>, user:<id> or visitor:<hash>.")
        private Optional<String> tenant = Optional.empty();

        private String scope() {
            return Optional.ofNullable(type)
                    .flatMap(given -> given)
                    .map(given -> "type:" + given)
                    .or(() ->
                            Optional.ofNullable(tenant).flatMap(given -> given).map(given -> "tenant:" + given))
                    .orElse("all");
        }
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = {
                "Shows the queue of each job type, and what is paused. In a pipe the columns are: type, queued, time of"
                        + " the oldest, running, succeeded and failed in the last minute, median and 95 % of waiting and of"
                        + " running (ms), pauses of everything or of the type. --json prints the whole overview.",
                ""
            })
    int status(@Mixin RemoteOptions options) {
        Remote remote = options.open(io);
        JsonObject overview = remote.api().get("/api/v1/ops/overview");
        if (remote.out().isJson()) {
            remote.out().json(overview);
            return 0;
        }
        List<JsonObject> pauses = Remote.objects(overview.getJsonArray("pauses"));
        remote.out().rows(types(pauses), Remote.objects(overview.getJsonArray("types")));
        if (!pauses.isEmpty() && remote.out().isTable()) {
            remote.out().title("Paused");
            remote.out().rows(pauses(), pauses);
        }
        return 0;
    }

    private static Table types(List<JsonObject> pauses) {
        return Table.of(
                Column.whole("TYPE", Values.of("type")),
                Column.number("QUEUED", Values.of("depth"))
                        .shownAs(type -> Values.text(type.getValue("depth"))
                                + (Boolean.TRUE.equals(type.getValue("depthIsMinimum")) ? "+" : "")),
                Column.number("OLDEST", Values.of("oldestQueuedAt"))
                        .shownAs(type -> type.getValue("oldestQueuedSeconds") instanceof Number seconds
                                ? Values.duration(Duration.ofSeconds(seconds.longValue()))
                                : ""),
                Column.number("RUNNING", Values.of("running")),
                Column.number("OK/MIN", Values.of("succeededPerMinute")),
                Column.number("FAILED/MIN", Values.of("failedPerMinute")),
                Column.number("WAIT P50", Values.of("waitMs", "p50")).shownAs(Values.millis("waitMs", "p50")),
                Column.number("P95", Values.of("waitMs", "p95")).shownAs(Values.millis("waitMs", "p95")),
                Column.number("RUN P50", Values.of("runMs", "p50")).shownAs(Values.millis("runMs", "p50")),
                Column.number("P95", Values.of("runMs", "p95")).shownAs(Values.millis("runMs", "p95")),
                Column.text("PAUSED", type -> paused(pauses, Values.text(type.getValue("type")))));
    }

    private static String paused(List<JsonObject> pauses, String type) {
        return String.join(
                ",",
                Stream.of("all", "type:" + type)
                        .filter(scope -> pauses.stream()
                                .anyMatch(pause ->
                                        Values.text(pause.getValue("scope")).equals(scope)))
                        .toList());
    }

    private Table pauses() {
        return Table.of(
                Column.whole("SCOPE", Values.of("scope")),
                Column.number("SINCE", Values.of("pausedAt")).shownAs(Values.age("pausedAt", io.clock())),
                Column.text("REASON", Values.of("reason")),
                Column.text("BY", Values.of("pausedBy")));
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = {"Holds jobs back until they are resumed: none is lost, and jobs can be created.", ""})
    int pause(
            @Mixin RemoteOptions options,
            @ArgGroup(exclusive = true, multiplicity = "1") ScopeOptions scope,
            @Option(names = "--reason", paramLabel = "<text>", description = "Shown to other operators.")
                    Optional<String> reason) {
        Remote remote = options.open(io);
        JsonObject pause = remote.api()
                .put(PAUSES, new JsonObject().put("scope", scope.scope()).put("reason", reason.orElse(null)));
        remote.out().done("Paused: " + scope.scope(), pause);
        return 0;
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = {"Ends a pause.", ""})
    int resume(@Mixin RemoteOptions options, @ArgGroup(exclusive = true, multiplicity = "1") ScopeOptions scope) {
        Remote remote = options.open(io);
        remote.api().delete(PAUSES, Query.empty().with("scope", scope.scope()));
        remote.out()
                .done(
                        "Resumed: " + scope.scope(),
                        new JsonObject().put("scope", scope.scope()).put("action", "resume"));
        return 0;
    }
}
