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

/** Runs short commands of the system. */
final class SystemCommands {
    private SystemCommands() {}

    /** @param output what the command wrote, errors included, without blanks at its ends */
    record Result(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }

    /**
     * Runs a command and waits until it ends. Its output goes through a file and not through a pipe: a daemon that the
     * command leaves behind may keep a pipe open for ever.
     *
     * @throws IOException when there is no such command, or when it did not end in time (it is killed then)
     */
    static Result run(Duration limit, List<String> command) throws IOException {
        return run(limit, command, "");
    }

    /** As {@link #run(Duration, List)}, with a few lines for the command to read. */
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

    /** A command that ends before it has read its input has its reasons, which its output tells. */
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
        throw new IOException("no end after " + limit.toSeconds() + " s: " + String.join(" ", command));
    }
}
