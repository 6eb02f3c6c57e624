package dev.pressroom.embedded;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A blocking connection to a Redis on this machine (protocol RESP2), with a time-out of 2 seconds. */
final class RedisConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 2_000;

    private final Socket socket;
    private final InputStream in;
    private boolean withoutPassword;

    private RedisConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RedisConnection open(int port, String password) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
            RedisConnection connection = new RedisConnection(socket);
            connection.authenticate(password);
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Whether the server requires no password. */
    boolean hasNoPassword() {
        return withoutPassword;
    }

    /** A server without a password answers AUTH with an error. */
    private void authenticate(String password) throws IOException {
        try {
            send("AUTH", password);
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("without any password")) {
                throw e;
            }
            withoutPassword = true;
        }
    }

    /**
     * Sends a command.
     *
     * @param words the command and its arguments, without spaces
     * @return the strings of the answer, nested arrays flattened
     * @throws IOException also when Redis answers with an error
     */
    List<String> send(String... words) throws IOException {
        socket.getOutputStream().write((String.join(" ", words) + "\r\n").getBytes(StandardCharsets.UTF_8));
        List<String> answer = new ArrayList<>();
        read(answer);
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void read(List<String> answer) throws IOException {
        String line = line();
        String rest = line.isEmpty() ? "" : line.substring(1);
        switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+', ':' -> answer.add(rest);
            case '$' -> answer.add(bytes(length(rest)));
            case '*' -> {
                for (int left = length(rest); left > 0; left--) {
                    read(answer);
                }
            }
            default -> throw new IOException("unexpected answer: " + line);
        }
    }

    private String bytes(int length) throws IOException {
        byte[] bytes = in.readNBytes(Math.max(length, 0));
        if (bytes.length < length) {
            throw new EOFException("the connection ended within the answer");
        }
        if (length >= 0) {
            line();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > 1_000) {
                throw new EOFException("this is no Redis");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("this is no Redis", e);
        }
    }
}
