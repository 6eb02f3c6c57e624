package dev.pressroom.cli;

import dev.pressroom.base.Sources;
import dev.pressroom.cli.io.Terminal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a command has printed, and its exit code. */
record CommandRun(int exitCode, String out, String err) {
    /** Runs a command as in a pipe. */
    static CommandRun of(Map<String, String> env, String... args) {
        return of(Terminal.plain(), env, args);
    }

    /** Runs a command on a terminal of this width. */
    static CommandRun at(int columns, Map<String, String> env, String... args) {
        return of(new Terminal(true, false, true, () -> columns), env, args);
    }

    private static CommandRun of(Terminal terminal, Map<String, String> env, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandIo io = new CommandIo(
                env,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                Sources.system(),
                (settings, sources) -> Future.failedFuture(new AssertionError("A node was started.")));
        int exitCode = new Launcher(io).run(args);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The lines of stdout, each a JSON object. */
    List<JsonObject> json() {
        return out.lines().map(JsonObject::new).toList();
    }

    /** The lines of stdout, each the values between tabs. */
    List<List<String>> rows() {
        return out.lines().map(line -> List.of(line.split("\t", -1))).toList();
    }
}
