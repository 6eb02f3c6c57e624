package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens in dev mode are for the page of this service, opened at this machine. */
class DevRoutesIT {
    private static final String PAGE = "x-pressroom-page: 1\r\n";

    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start(Map.of(), new ScriptedPipeline().step("only").asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** As bytes: libraries do not let a client choose its Host and Origin. */
    private static String answer(String method, String path, String host, String headers) {
        try (Socket socket = new Socket("localhost", service.port())) {
            socket.setSoTimeout(60_000);
            String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n" + headers
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String post(String path, String host, String headers) {
        return answer("POST", path, host, headers);
    }

    private static boolean hasToken(String answer) {
        return answer.startsWith("HTTP/1.1 200 ") && answer.contains("\"token\"");
    }

    private static String here() {
        return "localhost:" + service.port();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost:%d", "127.0.0.1:%d", "127.8.9.10", "[::1]:%d"})
    void thePageGetsATokenAtAnyNameOfThisMachine(String host) {
        String at = host.formatted(service.port());

        assertThat(hasToken(post("/dev/token", at, PAGE))).isTrue();
        assertThat(hasToken(post("/dev/token", at, PAGE + "Origin: http://" + at + "\r\n")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "192.168.0.1",
                "0.0.0.0",
                "128.0.0.1",
                "[::2]",
                "2130706433",
                "localhost@evil.example"
            })
    void aNameThatMayBeAnotherMachinesGetsNone(String host) {
        assertThat(hasToken(post("/dev/token", host, PAGE))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://localhost",
                "https://localhost:%d",
                "http://localhost:1",
                "http://127.0.0.1:%d",
                "null"
            })
    void aPageOfAnotherOriginGetsNone(String origin) {
        assertThat(hasToken(post("/dev/token", here(), PAGE + "Origin: " + origin.formatted(service.port()) + "\r\n")))
                .isFalse();
    }

    @Test
    void whatAFormOrALinkCanSendGetsNone() {
        assertThat(hasToken(post("/dev/token", here(), ""))).isFalse();
        assertThat(hasToken(answer("GET", "/dev/token", here(), PAGE))).isFalse();
    }

    @Test
    void otherOriginsAreNotAllowedToAskNorToRead() {
        String preflight = answer(
                "OPTIONS",
                "/dev/token",
                here(),
                "Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n"
                        + "Access-Control-Request-Headers: x-pressroom-page\r\n");
        String post = post("/dev/token", here(), PAGE + "Origin: http://evil.example\r\n");

        assertThat(preflight + post).doesNotContainIgnoringCase("access-control-allow");
        assertThat(answer("GET", "/health/live", here(), "Origin: http://evil.example\r\n"))
                .containsIgnoringCase("access-control-allow-origin");
    }

    @Test
    void theCodeOfALinkIsGoodOnce() {
        String header = "x-pressroom-code: " + service.signInCode(UUID.randomUUID()) + "\r\n";

        assertThat(hasToken(post("/dev/sign-in", "evil.example", header))).isFalse();
        assertThat(hasToken(post("/dev/sign-in", here(), header))).isTrue();
        assertThat(post("/dev/sign-in", here(), header)).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void aPageThatGetsNoTokenIsToldSo() {
        assertThat(devTokens(here())).isTrue();
        assertThat(devTokens("rebound.example")).isFalse();
    }

    private static boolean devTokens(String host) {
        String answer = answer("GET", "/page.json", host, "");
        return new JsonObject(answer.substring(answer.indexOf("\r\n\r\n") + 4)).getBoolean("devTokens");
    }
}
