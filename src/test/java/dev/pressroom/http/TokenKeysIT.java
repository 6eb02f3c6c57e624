package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Service;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A node whose identity provider serves no usable key, and later does. */
class TokenKeysIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final KeyPair KEY = Jwts.rsa();

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<String> document = new AtomicReference<>("{\"keys\": []}");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.pressroom.account.JwksKeys");
    private Service service;
    private Api api;

    @BeforeEach
    void start() {
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.INFO);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(document.get()))
                .listen(0, "127.0.0.1")
                .await();
        service = Service.start(
                Map.of("JWT_SECRET", "", "JWT_JWKS_URL", "http://127.0.0.1:" + server.actualPort() + "/jwks"));
        UUID user = UUID.randomUUID();
        api = new Api(service.url(), token(user), user);
    }

    @AfterEach
    void stop() {
        service.close();
        vertx.close().await();
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    @Test
    void readinessAndHealthNameTheReason() {
        for (String path : List.of("/health/ready", "/health")) {
            assertThat(api.get(path).statusCode()).isEqualTo(503);
            assertThat(tokens(path).getString("status")).isEqualTo("down");
            assertThat(tokens(path).getString("reason")).contains("no usable key");
        }
    }

    @Test
    void theNodeIsReadyOnceTheProviderServesAKeyThoughOnlyProbesAsk() {
        assertThat(api.get("/health/ready").statusCode()).isEqualTo(503);
        document.set(Jwts.jwks(Jwts.jwk("one", KEY.getPublic())).encode());

        Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);

        assertThat(tokens("/health").getString("status")).isEqualTo("up");
        assertThat(api.get("/api/v1/jobs").statusCode()).isEqualTo(200);
        assertThat(logged.list)
                .extracting(ILoggingEvent::getMessage)
                .startsWith("Keys for tokens could not be fetched")
                .endsWith("Keys for tokens fetched");
    }

    private JsonObject tokens(String path) {
        return Api.json(api.get(path)).getJsonObject("parts").getJsonObject("tokens");
    }

    private static String token(UUID user) {
        return Jwts.rs256(
                KEY.getPrivate(),
                new JsonObject().put("kid", "one"),
                new JsonObject()
                        .put("sub", user.toString())
                        .put("exp", Instant.now().getEpochSecond() + 3600));
    }
}
