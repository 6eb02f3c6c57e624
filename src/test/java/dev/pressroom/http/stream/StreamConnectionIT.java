package dev.pressroom.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a stream its connection serves other requests as before. */
class StreamConnectionIT {
    private static final int READ_TIMEOUT_MILLIS = 60_000;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final String HEAD_END = "\r\n\r\n";

    private final ScriptedPipeline pipeline =
            new ScriptedPipeline().step("plan").gated("check").step("send");
    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        service = Service.start(
                Map.of("PRESSROOM_HTTP_IDLE_TIMEOUT", "3s", "PRESSROOM_HTTP_ANSWER_WITHIN", "1s"),
                pipeline.asPipelines());
        api = service.api(UUID.randomUUID());
    }

    @AfterEach
    void stop() {
        pipeline.open("check");
        service.close();
    }

    @Test
    void aRequestAfterTheStreamIsCompressed() throws IOException {
        try (Socket socket = connection()) {
            send(socket, streamRequest());
            readUntil(socket, "plan-result");
            pipeline.open("check");
            readUntil(socket, LAST_CHUNK);

            send(socket, document());

            assertThat(readUntil(socket, HEAD_END)).startsWith("HTTP/1.1 200").contains("content-encoding: gzip");
        }
    }

    @Test
    void aRequestThatArrivesDuringTheStreamIsAnsweredAfterItAndCompressed() throws IOException {
        try (Socket socket = connection()) {
            send(socket, streamRequest());
            readUntil(socket, "plan-result");
            send(socket, document());
            pipeline.open("check");
            assertThat(readUntil(socket, LAST_CHUNK))
                    .contains("event: complete")
                    .doesNotContain("HTTP/1.1");

            assertThat(readUntil(socket, HEAD_END)).startsWith("HTTP/1.1 200").contains("content-encoding: gzip");
        }
    }

    @Test
    void theConnectionIsClosedWhenItIsIdleAfterTheStream() throws IOException {
        try (Socket socket = connection()) {
            send(socket, streamRequest());
            readUntil(socket, "plan-result");
            pipeline.open("check");
            readUntil(socket, LAST_CHUNK);

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    private Socket connection() throws IOException {
        Socket socket = new Socket("localhost", service.port());
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        return socket;
    }

    private String streamRequest() {
        return "GET /api/v1/jobs/" + api.created(Api.order("Tomatoes")) + "/stream HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer " + service.token(api.user()) + "\r\n\r\n";
    }

    private static String document() {
        return "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n";
    }

    private static void send(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads byte by byte, so that nothing behind the end is read. */
    private static String readUntil(Socket socket, String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.length() < end.length() || read.indexOf(end, read.length() - end.length()) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection was closed after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }
}
