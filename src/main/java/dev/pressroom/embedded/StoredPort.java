package dev.pressroom.embedded;

import dev.pressroom.base.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.OptionalInt;

/** The port of a server, in a file beside its data, so that the next start finds a server that is still running. */
final class StoredPort {
    private static final String HOST = "127.0.0.1";
    private static final Duration RELEASE_LIMIT = Duration.ofMillis(500);

    private final Path file;

    StoredPort(Path file) {
        this.file = file;
    }

    /** The port of the last start; empty on the first start, or when the file is damaged. */
    OptionalInt read() throws IOException {
        if (!Files.exists(file)) {
            return OptionalInt.empty();
        }
        try {
            int port = Integer.parseInt(Files.readString(file).strip());
            return port > 0 && port < 65_536 ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** The stored port when it is free within 500 ms, else a new free port, which is stored. */
    int choose() throws IOException {
        OptionalInt stored = read();
        if (stored.isPresent() && awaitFree(stored.getAsInt())) {
            return stored.getAsInt();
        }
        int port = FreePort.at(HOST);
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, port + "\n");
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        return port;
    }

    /** Polls for 500 ms: other threads of a killed process may hold the port after its main thread has ended. */
    private static boolean awaitFree(int port) {
        Deadline deadline = Deadline.in(RELEASE_LIMIT);
        while (!FreePort.isFree(HOST, port)) {
            if (deadline.isOver()) {
                return false;
            }
            deadline.pause();
        }
        return true;
    }
}
