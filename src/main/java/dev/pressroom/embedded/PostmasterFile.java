package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code postmaster.pid} that a running PostgreSQL keeps in its data folder; a killed server leaves it behind.
 *
 * @param port empty while the server has not written it yet
 */
record PostmasterFile(Path file, long pid, Optional<Integer> port) {
    static final String PROGRAM = "postgres";
    private static final int PORT_LINE = 3;

    /** Empty when there is no file, or when it is only partly written. */
    static Optional<PostmasterFile> read(Path data) {
        Path file = data.resolve("postmaster.pid");
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return lines.isEmpty() ? Optional.empty() : Optional.of(parse(file, lines));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The process of the server; empty when it was killed, also when another program now has its process id. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(found -> Processes.mayRun(found, PROGRAM));
    }

    /** Deletes the file. PostgreSQL checks only the process id and would not start while another program has it. */
    void discard() throws IOException {
        Files.deleteIfExists(file);
    }

    private static PostmasterFile parse(Path file, List<String> lines) {
        Optional<Integer> port = lines.stream()
                .skip(PORT_LINE)
                .findFirst()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Integer::parseInt);
        return new PostmasterFile(file, Long.parseLong(lines.get(0).strip()), port);
    }
}
