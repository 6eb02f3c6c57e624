package dev.pressroom.cli.remote;

import dev.pressroom.cli.io.Terminal;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;

/**
 * The environment of a command that acts over HTTP.
 *
 * @param out results, stdout
 * @param err errors, stderr
 */
public record RemoteIo(Map<String, String> env, PrintStream out, PrintStream err, Terminal terminal, Clock clock) {}
