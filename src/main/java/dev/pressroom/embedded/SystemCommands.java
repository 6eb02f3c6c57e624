package dev.pressroom.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short system commands. */
final class SystemCommands {
    private SystemCommands() {}

    /** @param output standard output and standard error, without leading and trailing white space */
    record Result(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }

    /**
     * Runs a command and waits for its end. The output goes to a file, not to a pipe: a daemon started by the command
     * could keep a pipe open for ever.
     *
     * @throws IOException when there is no such command, or when it does not end in time and is killed
     */
    static Result run(Duration limit, List<String> command) throws IOException {
        return run(limit, command, "");
    }

    /** As {@link #run(Duration, List)}, with standard input. */
    static Result run(Duration limit, List<String> command, String input) throws IOException {
        Path output = Files.createTempFile("pressroom-", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            int exit = await(begin(builder, input), limit, command);
            return new Result(exit, new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /**
     * Starts a command and writes its input. Ignores that the command ends without reading it: its output has the reason.
     */
    private static Process begin(ProcessBuilder builder, String input) throws IOException {
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            return process;
        }
        return process;
    }

    private static int await(Process process, Duration limit, List<String> command) throws IOException {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new InterruptedIOException("interrupted: " + String.join(" ", command));
        }
        process.destroyForcibly();
        throw new IOException("not ended after " + limit.toSeconds() + " s: " + String.join(" ", command));
    }
}
