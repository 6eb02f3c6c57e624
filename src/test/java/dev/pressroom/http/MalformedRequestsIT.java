package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.RawHttp;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no HTTP client sends: each is answered with the error envelope, and never as a fault of the service. */
class MalformedRequestsIT {
    private static final String CREATE = "/api/v1/jobs/content-generation";
    private static final UUID USER = UUID.randomUUID();
    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%zz", "/api/v1/jobs/%/status", "/api/v1/jobs?cursor=%", "/%00", "/api/v1/%ff"})
    void anAddressThatCannotBeDecodedIsTheClientsFault(String path) {
        RawHttp answer = send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isBetween(400, 404);
        assertEnvelope(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET /health/live HTTP/1.1~Host: a~Host: b~~                                          | 400
                    POST /api/v1/session/create HTTP/1.1~Host: a~Transfer-Encoding: gzip~~               | 400
                    POST /api/v1/session/create HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~0~~   | 400
                    POST /api/v1/session/create HTTP/1.1~Host: a~Transfer-Encoding: foo~Content-Length: 2~~{} | 400
                    GET /health/live HTTP/1.1~Host: a~Expect: foo~~                                      | 417
                    GET /health/live HTTP/1.1~Host: a~Content-Length: x~~                                | 400
                    GET /health/live HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~a             | 400
                    GET /health/live HTTP/1.1~Host: a~A b: c~~                                           | 400
                    GET  HTTP/9.9~Host: a~~                                                              | 400
                    nonsense~~                                                                           | 400
                    """)
    void aHeadThatCannotBeTrustedIsRefusedAndTheConnectionClosed(String request, int status) {
        RawHttp answer = send(request.strip().replace("~", "\r\n") + "GET /health HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.answers()).isEqualTo(1);
        assertThat(answer.closed()).isTrue();
        assertEnvelope(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET *", "OPTIONS *", "GET health/live", "POST ?a=b", "CONNECT localhost:80", "GET ftp://a/b"})
    void aTargetThatIsNoPathIsRefused(String target) {
        RawHttp answer = send(target + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.closed()).isTrue();
        assertEnvelope(answer);
    }

    @Test
    void aTargetWithAHostIsReadAsItsPath() {
        RawHttp answer = send("GET http://a/health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aRequestWithoutAHostIsRefused() {
        RawHttp answer = send("GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertEnvelope(answer);
    }

    @Test
    void anAddressThatIsTooLongIsSaidToBe() {
        RawHttp answer = send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.closed()).isTrue();
        assertEnvelope(answer);
    }

    @Test
    void headersThatAreTooLargeAreSaidToBe() {
        RawHttp answer = send("GET /health HTTP/1.1\r\nHost: a\r\nA: " + "a".repeat(20_000) + "\r\n\r\n");

        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.closed()).isTrue();
        assertEnvelope(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz", "fffffffffffffffffffff", "-1", "7fffffffffffffff0"})
    void aChunkWithoutASizeClosesTheConnection(String size) {
        RawHttp answer = send("POST " + CREATE + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + service.token(USER)
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + size
                + "\r\n{}\r\n0\r\n\r\n"
                + "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer.closed()).isTrue();
        assertThat(answer.answers()).isLessThanOrEqualTo(1);
        assertThat(answer.status()).isEqualTo(400);
        assertEnvelope(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-1", "bytes=9999999-", "bytes=99999999999999999999-"})
    void aRangeThatIsNotThereIsNotSatisfiable(String range) {
        RawHttp answer =
                send("GET /index.html HTTP/1.1\r\nHost: a\r\nRange: " + range + "\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(416);
        assertEnvelope(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-32"})
    void aBodyWithAByteOrderMarkOrInAnotherUnicodeFormIsRefused(String charset) {
        byte[] body = ('\uFEFF' + order("a")).getBytes(Charset.forName(charset));

        RawHttp answer = post("application/json", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("errorCode")).isEqualTo("MALFORMED_JSON");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-16",
                "application/json; charset=iso-8859-1",
                "application/json; charset=\"windows-1252\"",
                "application/json; charset=nonsense",
                "application/json; charset=utf-8; charset=utf-16",
                "application/jsonx",
                ";",
                ""
            })
    void anotherCharsetThanUtf8IsNotSupported(String type) {
        RawHttp answer = post(type, order("a").getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(415);
        assertEnvelope(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "APPLICATION/JSON; Charset=\"UTF-8\"", "application/json;charset=utf8;x=y"})
    void utf8IsRead(String type) {
        assertThat(post(type, order("Über Kakteen").getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        RawHttp answer = post("application/json", order("Über").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer.json().getString("message")).isEqualTo("The body is not UTF-8.");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\r\n\t ", "\u0000", "{\"a\":\u00011}"})
    void aBlankBodyOrOneWithControlCharactersIsRefused(String body) {
        RawHttp answer = post("application/json", body.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getString("errorCode")).isEqualTo("MALFORMED_JSON");
    }

    @Test
    void aBodyWithAContentCodingIsNotSupported() {
        RawHttp answer =
                post("application/json\r\nContent-Encoding: gzip", order("a").getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void anotherMethodIsToldTheMethodsThatThereAre() {
        assertThat(allow("DELETE", "/api/v1/jobs")).isEqualTo("GET, HEAD");
        assertThat(allow("GET", CREATE)).isEqualTo("POST");
        assertThat(allow("DELETE", "/api/v1/posts/adopt-session")).isEqualTo("POST");
        assertThat(allow("PUT", "/api/v1/jobs/" + USER)).isEqualTo("DELETE, GET, HEAD");
        assertThat(allow("PUT", "/api/v1/jobs/" + USER + "/status")).isEqualTo("GET, HEAD");
        assertThat(allow("POST", "/index.html")).isEqualTo("GET, HEAD");
        assertThat(allow("BREW", "/api/v1/jobs/" + USER + "/cancel")).isEqualTo("POST");
    }

    private static String allow(String method, String path) {
        RawHttp answer = send(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(answer.status()).isEqualTo(405);
        assertEnvelope(answer);
        return answer.header("allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/docs",
                "/page.json",
                "/openapi.yaml",
                "/health",
                "/health/live",
                "/health/ready",
                "/metrics",
                "/api/v1/jobs",
                "/api/v1/posts",
                "/api/v1/user/credits",
                "/api/v1/auth/me",
                "/api/v1/jobs/JOB/status",
                "/api/v1/jobs/JOB/stream",
                "/api/v1/images/00000000-0000-0000-0000-000000000000"
            })
    void headIsAnsweredAsGetWithoutABody(String path) {
        String there = path.replace("JOB", job().toString());
        RawHttp head = send(request("HEAD", there));

        assertThat(head.status()).isEqualTo(send(request("GET", there)).status());
        assertThat(head.body()).isEmpty();
    }

    private static UUID job() {
        Api api = service.api(USER);
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");
        return job;
    }

    private static String request(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + service.token(USER)
                + "\r\nConnection: close\r\n\r\n";
    }

    private static String order(String title) {
        return Api.order(title).encode();
    }

    private static RawHttp post(String type, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("POST " + CREATE + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                        + service.token(USER) + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        return RawHttp.send(service.port(), request.toByteArray());
    }

    private static RawHttp send(String request) {
        return RawHttp.send(service.port(), request);
    }

    private static void assertEnvelope(RawHttp answer) {
        assertThat(answer.header("content-type")).isEqualTo("application/json; charset=utf-8");
        JsonObject body = answer.json();
        assertThat(body.getBoolean("success")).isFalse();
        assertThat(body.getString("errorCode")).isNotBlank().isNotEqualTo("INTERNAL");
        assertThat(body.getString("message")).isNotBlank();
        assertThat(body.getString("requestId")).isNotBlank().isEqualTo(answer.header("x-request-id"));
    }
}
