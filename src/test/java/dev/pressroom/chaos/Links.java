package dev.pressroom.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Proxies on loopback, through which the nodes reach each other; they can all be cut at once, and mended. */
final class Links implements AutoCloseable {
    private final List<ServerSocket> servers = new ArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /** Opens a way to a port. @return the port at which it begins */
    synchronized int to(int target) {
        try {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            servers.add(server);
            daemon(() -> accept(server, target), "links to " + target);
            return server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks all connections; those that are tried from now on break at once. @return how many there were */
    int cut() {
        cut = true;
        List<Socket> broken = List.copyOf(sockets);
        broken.forEach(Links::quietly);
        return broken.size() / 2;
    }

    /** Lets new connections through. */
    void mend() {
        cut = false;
    }

    private void accept(ServerSocket server, int target) {
        try {
            while (true) {
                Socket near = server.accept();
                if (cut) {
                    quietly(near);
                } else {
                    connect(near, target);
                }
            }
        } catch (IOException closed) {
            quietly(server);
        }
    }

    private void connect(Socket near, int target) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(near);
            sockets.add(far);
            daemon(() -> carry(near, far), "link");
            daemon(() -> carry(far, near), "link");
            if (cut) {
                cut();
            }
        } catch (IOException nobodyThere) {
            quietly(near);
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[16_384];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                out.write(some, 0, read);
            }
        } catch (IOException broken) {
            quietly(to);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void quietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyGone) {
            return;
        }
    }

    @Override
    public synchronized void close() {
        servers.forEach(Links::quietly);
        sockets.forEach(Links::quietly);
    }
}
