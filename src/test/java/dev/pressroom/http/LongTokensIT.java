package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Jwts;
import dev.pressroom.support.RawHttp;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Identity providers put groups and roles into tokens, which makes them as long as a request's head may be. */
class LongTokensIT {
    private static final int MOST = 32 << 10;
    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("PRESSROOM_HTTP_MAX_HEADER_SIZE", "32KiB"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aTokenOfThirtyKilobytesIsReadFromTheHeader() {
        RawHttp answer = send("GET /api/v1/jobs HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                + token(30_000) + "\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aTokenOfThirtyKilobytesIsReadFromTheAddressOfAStream() {
        RawHttp answer = send("GET /api/v1/jobs/" + UUID.randomUUID() + "/stream?token=" + token(30_000)
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void largerHeadersAreRefusedAndTheConnectionIsClosed() {
        RawHttp answer =
                send("GET /api/v1/jobs HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token(MOST) + "\r\n\r\n");

        assertRefused(answer, 431, "HEADERS_TOO_LARGE");
    }

    @Test
    void aLongerAddressIsRefusedAndTheConnectionIsClosed() {
        RawHttp answer = send("GET /api/v1/jobs?token=" + token(MOST) + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertRefused(answer, 414, "URI_TOO_LONG");
    }

    private static void assertRefused(RawHttp answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().getString("errorCode")).isEqualTo(code);
        assertThat(answer.closed()).isTrue();
    }

    /** A valid token of at least {@code length} characters, and few more. */
    private static String token(int length) {
        return Jwts.hs256(
                Service.SECRET.getBytes(StandardCharsets.UTF_8),
                new JsonObject()
                        .put("sub", UUID.randomUUID().toString())
                        .put("exp", Instant.now().getEpochSecond() + 3600)
                        .put("groups", "g".repeat(length * 3 / 4)));
    }

    private static RawHttp send(String request) {
        return RawHttp.send(service.port(), request);
    }
}
