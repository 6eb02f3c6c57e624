package dev.pressroom.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports to listen at that nobody uses at the moment. */
public final class FreePort {
    /*
     * Below the ports that systems give to outgoing connections: one of those may be taken before it is listened at, or,
     * when a server restarts, by a client that tries to reach it.
     */
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 30_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /**
     * One between 20000 and 30000 that is free at this address of this machine, by chance. Fails with an
     * {@link UncheckedIOException} when the address is not of this machine, or all ports are taken.
     */
    public static int at(String host) {
        IOException last = new IOException("not tried");
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try {
                listen(host, port);
                return port;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException("no free port at " + host + ": " + last.getMessage(), last);
    }

    /** Why it cannot be listened at, as the system says it; empty when it can. */
    public static Optional<String> refusal(String host, int port) {
        try {
            listen(host, port);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it can be listened at. */
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
