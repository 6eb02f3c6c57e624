package dev.pressroom.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Service;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of several requests that arrive in one segment gets its response without further bytes from the client. */
class PipelinedRequestsIT {
    private static final int READ_TIMEOUT_MILLIS = 60_000;

    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String head(String request) {
        return request + " HTTP/1.1\r\nHost: localhost\r\n";
    }

    /** Sends requests, of which the last one closes the connection, and returns all responses. */
    private static String responses(String requests) throws IOException {
        try (Socket socket = new Socket("localhost", service.port())) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** The document is larger than what Vert.x writes to a client that does not read. */
    @ParameterizedTest
    @ValueSource(strings = {"/health", "/openapi.json"})
    void eachIsAnswered(String path) throws IOException {
        String request = head("GET " + path);

        String responses = responses((request + "\r\n").repeat(4) + request + "Connection: close\r\n\r\n");

        assertThat(responses.split("HTTP/1.1 200 OK", -1)).hasSize(6);
    }

    @Test
    void aRequestWithABodyIsAnsweredAfterTheOneBefore() throws IOException {
        String post = head("POST /api/v1/jobs/content-generation")
                + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";

        String responses = responses(head("GET /health") + "\r\n" + post);

        assertThat(responses).startsWith("HTTP/1.1 200 OK").contains("HTTP/1.1 401 Unauthorized");
    }
}
