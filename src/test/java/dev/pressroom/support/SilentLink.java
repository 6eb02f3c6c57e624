package dev.pressroom.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy to a server on loopback whose connections can become silent, as after a firewall has dropped their state:
 * they stay open, accept data, and return nothing. Later connections work.
 */
public final class SilentLink implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> silent = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private SilentLink(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Starts a proxy for a port. */
    public static SilentLink to(int target) {
        try {
            SilentLink link = new SilentLink(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
            link.background(link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Makes all open connections silent and returns their number. */
    public int fallSilent() {
        silent.addAll(open);
        return silent.size() / 2;
    }

    /** Forwards nothing, over new connections neither, until it is mended. */
    public void cut() {
        cut = true;
    }

    /** Forwards new connections again. The open ones and their data are lost. */
    public void mend() throws IOException {
        fallSilent();
        cut = false;
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Number of open connections. */
    public int connections() {
        return open.size() / 2;
    }

    private void accept() throws IOException {
        while (true) {
            Socket near = server.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(near);
            open.add(far);
            background(() -> carry(near, far));
            background(() -> carry(far, near));
        }
    }

    private void carry(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[16_384];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                if (!cut && !silent.contains(from)) {
                    out.write(some, 0, read);
                }
            }
        } finally {
            open.remove(from);
            open.remove(to);
            silent.remove(from);
            silent.remove(to);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void background(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        Thread.currentThread().interrupt();
                    }
                },
                "silent-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
