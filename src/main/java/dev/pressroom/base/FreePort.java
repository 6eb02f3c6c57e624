package dev.pressroom.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Finds TCP ports to listen at that are not in use. */
public final class FreePort {
    /*
     * Below the ephemeral ports of common systems: an outgoing connection could take one of those before the server
     * listens at it, or while the server restarts.
     */
    private static final int FIRST_PORT = 20_000;
    private static final int END_PORT = 30_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /**
     * A random free port from 20000 to 29999 at this local address.
     *
     * @throws UncheckedIOException when the address is not one of this machine, or after 1000 ports that were in use
     */
    public static int at(String host) {
        IOException last = new IOException("not tried");
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_PORT);
            try {
                listen(host, port);
                return port;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException("no free port at " + host + ": " + last.getMessage(), last);
    }

    /** The system's error message when a server cannot listen at this port now; empty when it can. */
    public static Optional<String> refusal(String host, int port) {
        try {
            listen(host, port);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a server can listen at this port now. */
    public static boolean isFree(String host, int port) {
        return refusal(host, port).isEmpty();
    }

    private static void listen(String host, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        }
    }
}
