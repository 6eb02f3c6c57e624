package dev.pressroom.cli;

import dev.pressroom.base.Sources;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the commands know of the world around them.
 *
 * @param out for what was asked for
 * @param err for what went wrong
 */
record CommandIo(
        Map<String, String> env,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Sources sources,
        RunningService.Starter starter) {}
