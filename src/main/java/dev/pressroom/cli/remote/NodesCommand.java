package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.UuidConverter;
import dev.pressroom.cli.remote.Table.Column;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nodes …}: the nodes of the cluster. */
@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        description = {"For operators: the nodes of the cluster.", ""})
public final class NodesCommand extends CommandGroup {
    private final RemoteIo io;

    public NodesCommand(RemoteIo io) {
        this.io = io;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the nodes. In a pipe the columns are: id, state, running, slots, heartbeat, roles, version, host.",
                ""
            })
    int list(@Mixin RemoteOptions options) {
        Remote remote = options.open(io);
        remote.out()
                .rows(
                        table(),
                        Remote.objects(remote.api().get("/api/v1/ops/overview").getJsonArray("nodes")));
        return 0;
    }

    private Table table() {
        return Table.of(
                Column.whole("NODE", Values.of("node")),
                Column.whole("STATE", NodesCommand::state),
                Column.number("RUNNING", Values.of("running")),
                Column.number("SLOTS", Values.of("slots")),
                Column.number("SEEN", Values.of("heartbeatAt")).shownAs(Values.age("heartbeatAt", io.clock())),
                Column.text("ROLES", Values.of("roles")),
                Column.text("VERSION", Values.of("version")),
                Column.text(
                        "HOST",
                        node -> Values.text(node.getValue("host"))
                                + (node.getValue("httpPort") == null ? "" : ":" + node.getValue("httpPort"))));
    }

    private static String state(JsonObject node) {
        if (!Boolean.TRUE.equals(node.getValue("fresh"))) {
            return "silent";
        }
        if (Boolean.TRUE.equals(node.getValue("leaving"))) {
            return "leaving";
        }
        return Boolean.TRUE.equals(node.getValue("drained")) ? "drained" : "active";
    }

    @Command(
            name = "drain",
            mixinStandardHelpOptions = true,
            description = {"Lets a node claim no more jobs; its running ones go on.", ""})
    int drain(
            @Mixin RemoteOptions options,
            @Parameters(paramLabel = "<node>", converter = UuidConverter.class, description = "The id of the node.")
                    UUID node) {
        Remote remote = options.open(io);
        remote.api().put(path(node), new JsonObject());
        remote.out().done("Drained: " + node, done(node, "drain"));
        return 0;
    }

    @Command(
            name = "undrain",
            mixinStandardHelpOptions = true,
            description = {"Lets a drained node claim jobs again.", ""})
    int undrain(
            @Mixin RemoteOptions options,
            @Parameters(paramLabel = "<node>", converter = UuidConverter.class, description = "The id of the node.")
                    UUID node) {
        Remote remote = options.open(io);
        remote.api().delete(path(node), Query.empty());
        remote.out().done("Claims jobs again: " + node, done(node, "undrain"));
        return 0;
    }

    private static String path(UUID node) {
        return "/api/v1/ops/nodes/" + node + "/drain";
    }

    private static JsonObject done(UUID node, String action) {
        return new JsonObject().put("node", node.toString()).put("action", action);
    }
}
