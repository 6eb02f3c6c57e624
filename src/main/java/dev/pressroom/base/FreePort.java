package dev.pressroom.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports to listen at that nobody uses at the moment. */
public final class FreePort {
    /*
     * Below the ports that systems give to outgoing connections: one of those may be taken before it is listened at, or,
     * when a server restarts, by a client that tries to reach it.
     */
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    /** One that is free at this address of this machine, by chance. */
    public static int at(String host) {
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(host, port)) {
                return port;
            }
        }
        throw new UncheckedIOException(
                new IOException("no free port between " + LOWEST + " and " + HIGHEST + " at " + host));
    }

    /** Whether it can be listened at. */
    public static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
