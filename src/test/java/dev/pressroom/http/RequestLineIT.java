package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pressroom.support.Api;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Long URLs over both versions of HTTP. The limit of the request line is 16 KiB. */
class RequestLineIT {
    private static final int LIMIT = 16 << 10;

    /** What the request line of HTTP/1.1 has beside the target. */
    private static final int AROUND_TARGET = "GET  HTTP/1.1".length();

    private static Service service;
    private static Vertx vertx;

    private final UUID user = UUID.randomUUID();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private HttpClient client;

    /** A response whose body has been read. */
    private record Answer(int status, Buffer body) {
        private String errorCode() {
            return body.toJsonObject().getString("errorCode");
        }
    }

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        service = Service.start(Map.of("PRESSROOM_HTTP_HTTP2_CLEAR_TEXT", "on"));
    }

    @AfterAll
    static void stop() {
        service.close();
        vertx.close().await();
    }

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.DEBUG);
    }

    @AfterEach
    void close() {
        root.setLevel(level);
        root.detachAppender(logged);
        client.close().await();
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aRequestLineOfSixteenKilobytesIsRead(HttpVersion version) {
        open(version);

        assertThat(get(filled("/api/v1/jobs?limit=1&ignored=", LIMIT - AROUND_TARGET), service.token(user))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void theHeadersBesideALongRequestLineMayBeLongToo(HttpVersion version) {
        open(version);

        assertThat(get(filled("/api/v1/jobs?limit=1&ignored=", LIMIT - AROUND_TARGET), token(15_000))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aTokenOfFifteenKilobytesOpensAStreamFromItsUrl(HttpVersion version) {
        open(version);
        UUID job = finished();

        Answer answer = get("/api/v1/jobs/" + job + "/stream?token=" + token(15_000), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).contains("event: complete");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void aRequestLineOfSeventeenKilobytesIsTooLong(HttpVersion version) {
        open(version);

        Answer answer = get(filled("/api/v1/jobs?ignored=", 17 << 10), service.token(user));

        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.errorCode()).isEqualTo("URI_TOO_LONG");
    }

    /** A client of HTTP/2 knows this limit and sends no such request. */
    @Test
    void aRequestLineOfAHundredKilobytesIsTooLong() {
        open(HttpVersion.HTTP_1_1);

        assertThat(get(filled("/api/v1/jobs?ignored=", 100 << 10), service.token(user))
                        .status())
                .isEqualTo(414);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void headersOfSeventeenKilobytesAreTooLarge(HttpVersion version) {
        open(version);

        Answer answer = get("/api/v1/jobs", token(17 << 10));

        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.errorCode()).isEqualTo("HEADERS_TOO_LARGE");
    }

    @Test
    void aUrlThatIsTooLongEndsOnlyItsOwnStreamOfAnHttp2Connection() {
        open(HttpVersion.HTTP_2);
        Future<Answer> refused = ask(filled("/api/v1/jobs?ignored=", 17 << 10), service.token(user));
        Future<Answer> served = ask("/api/v1/jobs", service.token(user));

        assertThat(done(refused).status()).isEqualTo(414);
        assertThat(done(served).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void noTokenOfAUrlIsLogged(HttpVersion version) {
        open(version);
        UUID job = finished();
        String path = "/api/v1/jobs/" + job + "/stream?token=";
        String broken = token(2_000) + "x";

        assertThat(get(path + token(15_000), "").status()).isEqualTo(200);
        assertThat(get(path + token(17 << 10), "").status()).isEqualTo(414);
        assertThat(get(path + broken, "").status()).isEqualTo(401);
        assertThat(get(path + broken + "%", "").status()).isEqualTo(400);
        assertThat(get("/nowhere?token=" + broken, "").status()).isEqualTo(404);

        assertThat(List.copyOf(logged.list))
                .as("events that name a token or its beginning")
                .filteredOn(event -> (event.getFormattedMessage()
                                + event.getKeyValuePairs()
                                + (event.getThrowableProxy() == null
                                        ? ""
                                        : event.getThrowableProxy().getMessage()))
                        .contains("eyJ"))
                .isEmpty();
    }

    private void open(HttpVersion version) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultHost("localhost")
                .setDefaultPort(service.port()));
    }

    private UUID finished() {
        Api api = service.api(user);
        UUID job = api.created(Api.order("Tomatoes"));
        api.await(job, "succeeded");
        return job;
    }

    /** @param token of the header; empty for none */
    private Answer get(String target, String token) {
        return done(ask(target, token));
    }

    private Future<Answer> ask(String target, String token) {
        return client.request(HttpMethod.GET, target).compose(request -> {
            if (!token.isEmpty()) {
                request.putHeader("Authorization", "Bearer " + token);
            }
            return request.send().compose(RequestLineIT::read);
        });
    }

    /** Called in the event that brings the head, since a body that ends before is not kept. */
    private static Future<Answer> read(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body));
    }

    private static Answer done(Future<Answer> answer) {
        try {
            return answer.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String filled(String beginning, int length) {
        return beginning + "f".repeat(length - beginning.length());
    }

    /** A valid token of at least {@code length} characters, and few more. */
    private String token(int length) {
        return Jwts.hs256(
                Service.SECRET.getBytes(StandardCharsets.UTF_8),
                new JsonObject()
                        .put("sub", user.toString())
                        .put("exp", Instant.now().getEpochSecond() + 3600)
                        .put("groups", "g".repeat((length - 220) * 3 / 4)));
    }
}
