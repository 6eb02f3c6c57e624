package dev.pressroom.cli;

import dev.pressroom.base.Sources;
import dev.pressroom.cli.io.Terminal;
import java.io.PrintStream;
import java.util.Map;

/**
 * The environment of a command.
 *
 * @param out results, stdout
 * @param err errors and progress, stderr
 */
record CommandIo(
        Map<String, String> env,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Sources sources,
        RunningService.Starter starter) {}
