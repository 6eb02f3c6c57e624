package dev.pressroom.attack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** What a stranger without an account may do to the port of a node. */
public enum Attack {
    HALF_SENT_BODIES("130 connections send all but a byte of a batch of 4 MiB, without a token") {
        @Override
        public Crowd start(int port) {
            return Crowd.of(port, 130, Attack::sendHalfABody);
        }
    },

    DRIPPED_HEADS("500 connections send a byte of a head every 2 s") {
        @Override
        public Crowd start(int port) {
            return Crowd.of(port, 500, Attack::dripHead);
        }
    },

    UNREAD_METRICS("20 connections ask 5,000 times for the metrics and read nothing") {
        @Override
        public Crowd start(int port) {
            return Crowd.of(port, 20, socket -> askWithoutReading(socket, "/metrics"));
        }
    },

    UNREAD_PAGES("20 connections ask 5,000 times for a document and read nothing") {
        @Override
        public Crowd start(int port) {
            return Crowd.of(port, 20, socket -> askWithoutReading(socket, "/openapi.yaml"));
        }
    },

    PROBE_FLOOD("64 connections ask for the metrics and for health as fast as they can") {
        @Override
        public Crowd start(int port) {
            return Crowd.of(port, 64, Attack::askAndRead);
        }
    },

    BLANK_REGISTRATIONS("4 connections register with a website of 15 KB or 40 KB of blanks and an x") {
        @Override
        public Crowd start(int port) {
            return Crowd.of(port, 4, Attack::register);
        }
    },

    MADE_UP_METHODS("4 connections use made-up methods, paths, hosts and types") {
        @Override
        public Crowd start(int port) {
            return Crowd.of(port, 4, Attack::makeUp);
        }
    };

    private static final int BATCH_BYTES = 4 * 1024 * 1024;
    private static final byte[] FILLING = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
    private static final int REQUESTS = 5000;
    private static final long DRIP_NANOS = 2_000_000_000;
    private static final int MADE_UP_PER_VISIT = 20;
    private static final long BETWEEN_NANOS = 20_000_000;

    private final String says;

    Attack(String says) {
        this.says = says;
    }

    /** What it does, for people. */
    public String says() {
        return says;
    }

    /** Goes on until it is closed. */
    public abstract Crowd start(int port);

    private static void sendHalfABody(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(ascii("POST /api/v1/jobs/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + BATCH_BYTES + "\r\n\r\n"));
        for (int left = BATCH_BYTES - 1; left > 0; left -= FILLING.length) {
            out.write(FILLING, 0, Math.min(left, FILLING.length));
        }
        waitForEnd(socket);
    }

    private static void dripHead(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] head = ascii("GET / HTTP/1.1\r\nHost: localhost\r\nX-Padding: " + "x".repeat(1000));
        for (byte each : head) {
            out.write(each);
            LockSupport.parkNanos(DRIP_NANOS);
        }
    }

    private static void askWithoutReading(Socket socket, String path) throws IOException {
        byte[] request = ascii("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        OutputStream out = socket.getOutputStream();
        for (int i = 0; i < REQUESTS; i++) {
            out.write(request);
        }
        while (true) {
            LockSupport.parkNanos(DRIP_NANOS);
            out.write(request);
        }
    }

    private static void askAndRead(Socket socket) throws IOException {
        byte[] request =
                ascii("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\n\r\n");
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[128 * 1024];
        while (true) {
            out.write(request);
            if (in.read(answer) < 0) {
                return;
            }
        }
    }

    /** The shorter body passes the limit for bodies without a token, so that its members are checked. */
    private static void register(Socket socket) throws IOException {
        LockSupport.parkNanos(BETWEEN_NANOS);
        int blanks = ThreadLocalRandom.current().nextBoolean() ? 15_000 : 40_000;
        String body = "{\"email\":\"a@example.com\",\"password\":\"correct horse battery\",\"websiteUrl\":\""
                + " ".repeat(blanks) + "x\"}";
        socket.getOutputStream()
                .write(ascii("POST /api/v1/auth/register HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
        waitForEnd(socket);
    }

    private static void makeUp(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        for (int i = 1; i <= MADE_UP_PER_VISIT; i++) {
            LockSupport.parkNanos(BETWEEN_NANOS);
            String word = Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
            out.write(
                    ascii("M" + word.toUpperCase(Locale.ROOT) + " /api/v1/" + word + "/" + word + " HTTP/1.1\r\nHost: "
                            + word + ".example\r\nAccept: " + word + "/x\r\nConnection: "
                            + (i == MADE_UP_PER_VISIT ? "close" : "keep-alive") + "\r\n\r\n"));
        }
        waitForEnd(socket);
    }

    private static void waitForEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] answer = new byte[8192];
        while (in.read(answer) >= 0) {}
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** For trials by hand: the name of an attack, a port, and for how many seconds. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Crowd crowd = valueOf(arguments[0]).start(Integer.parseInt(arguments[1]))) {
            Thread.sleep(1000L * Long.parseLong(arguments[2]));
            System.out.println(crowd.visits() + " connections ended");
        }
    }
}
