package dev.pressroom.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/** A server's port, kept in a file beside its data so that the server is found again at the next start. */
final class KeptPort {
    /*
     * Below the ports that systems give to outgoing connections: from among those, a client that tries to reach the
     * stopped server could be given the server's own port, and keep it from starting.
     */
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private final Path file;

    KeptPort(Path file) {
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
        if (last.isPresent() && isFree(last.getAsInt())) {
            return last.getAsInt();
        }
        int port = anyFree();
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, port + "\n");
        Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        return port;
    }

    private static int anyFree() throws IOException {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
