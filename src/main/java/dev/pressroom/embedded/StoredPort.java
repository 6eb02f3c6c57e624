package dev.pressroom.embedded;

import dev.pressroom.base.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.OptionalInt;

/** A server's port, kept in a file beside its data so that the server is found again at the next start. */
final class StoredPort {
    private static final String HOST = "127.0.0.1";
    private static final Duration RELEASE_LIMIT = Duration.ofMillis(500);

    private final Path file;

    StoredPort(Path file) {
        this.file = file;
    }

    /** The port of the last start, if there was one. */
    OptionalInt last() throws IOException {
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

    /** The port of the last start when it is free, else a new one, which is kept from now on. */
    int choose() throws IOException {
        OptionalInt last = last();
        if (last.isPresent() && comesFree(last.getAsInt())) {
            return last.getAsInt();
        }
        int port = FreePort.at(HOST);
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, port + "\n");
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        return port;
    }

    /** A killed server looks ended when its first thread has, while its other threads still hold the port for a moment. */
    private static boolean comesFree(int port) {
        Deadline patience = Deadline.in(RELEASE_LIMIT);
        while (!FreePort.isFree(HOST, port)) {
            if (patience.isOver()) {
                return false;
            }
            PollPause.briefly();
        }
        return true;
    }
}
