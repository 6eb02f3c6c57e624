package dev.pressroom.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Many connections of a stranger to a port on loopback, each on a thread of its own, until they are closed. */
public final class Crowd implements AutoCloseable {
    private static final long PAUSE_NANOS = 20_000_000;

    private final int port;
    private final Visit visit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger visits = new AtomicInteger();
    private volatile boolean closed;

    private Crowd(int port, Visit visit) {
        this.port = port;
        this.visit = visit;
    }

    /** What one of them does with its connection; when it returns or fails, the connection is closed. */
    interface Visit {
        void run(Socket socket) throws IOException;
    }

    /** Each visits again and again. */
    static Crowd of(int port, int size, Visit visit) {
        Crowd crowd = new Crowd(port, visit);
        for (int i = 0; i < size; i++) {
            Thread thread = new Thread(crowd::visit, "attacker");
            thread.setDaemon(true);
            thread.start();
        }
        return crowd;
    }

    private void visit() {
        do {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                open.add(socket);
                visit.run(socket);
            } catch (IOException cutOff) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } finally {
                open.removeIf(Socket::isClosed);
                visits.incrementAndGet();
            }
        } while (!closed);
    }

    /** How many visits have ended, by themselves or because they were cut off. */
    public int visits() {
        return visits.get();
    }

    @Override
    public void close() {
        closed = true;
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                continue;
            }
        }
    }
}
