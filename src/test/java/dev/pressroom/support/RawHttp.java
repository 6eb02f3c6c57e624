package dev.pressroom.support;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The response of a server to hand-made bytes.
 *
 * @param text all received bytes, as ISO 8859-1
 * @param closed whether the server closed the connection
 */
public record RawHttp(String text, boolean closed) {
    /** Only waited for when a test fails: all tests send requests after which the server closes the connection. */
    private static final int SILENCE_MILLIS = 30_000;

    /** Sends {@code request} (ISO 8859-1) and reads until the server closes the connection or sends nothing more. */
    public static RawHttp send(int port, String request) {
        return send(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static RawHttp send(int port, byte[] request) {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(SILENCE_MILLIS);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            boolean closed = readAll(socket.getInputStream(), received);
            return new RawHttp(received.toString(StandardCharsets.ISO_8859_1), closed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean readAll(InputStream in, ByteArrayOutputStream received) {
        try {
            in.transferTo(received);
            return true;
        } catch (SocketTimeoutException silent) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** The status of the first response; -1 when nothing was received. */
    public int status() {
        return text.isEmpty() ? -1 : Integer.parseInt(text.substring(9, 12));
    }

    /** Number of responses. */
    public int answers() {
        return text.split("HTTP/1\\.[01] ", -1).length - 1;
    }

    /** The value of a header of the first answer; empty when it has none. */
    public String header(String name) {
        for (String line : head().split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    /** The body of the only response. */
    public String body() {
        return text.substring(head().length());
    }

    /** The JSON body of the only response. */
    public JsonObject json() {
        return new JsonObject(body());
    }

    private String head() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end + 4);
    }
}
