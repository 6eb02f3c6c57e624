package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Sources;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.SteeredClock;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwksTest {
    private static final UUID USER = UUID.fromString("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    private static final KeyPair FIRST = Jwts.rsa();
    private static final KeyPair SECOND = Jwts.p256();

    private final SteeredClock clock = new SteeredClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final AtomicReference<String> document = new AtomicReference<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private final Promise<Void> released = Promise.promise();
    private Vertx vertx;
    private HttpServer server;
    private volatile boolean holding;

    @BeforeEach
    void serveKeys() {
        serve(Jwts.jwk("one", FIRST.getPublic()));
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    fetches.incrementAndGet();
                    if (holding) {
                        released.future().onSuccess(open -> answer(request.response()));
                    } else {
                        answer(request.response());
                    }
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    private void answer(HttpServerResponse response) {
        String body = document.get();
        if (body == null) {
            response.setStatusCode(500).end();
        } else {
            response.end(body);
        }
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theKeyIsChosenByItsId() {
        serve(Jwts.jwk("one", FIRST.getPublic()), Jwts.jwk("two", SECOND.getPublic()));
        Tokens tokens = tokens();
        assertThat(tokens.verify(byFirst()).await().userId()).isEqualTo(USER);
        assertThat(tokens.verify(bySecond()).await().userId()).isEqualTo(USER);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aTokenWithoutAKeyIdIsTriedWithEveryKey() {
        Tokens tokens = tokens();
        String token = Jwts.rs256(FIRST.getPrivate(), new JsonObject(), claims());
        assertThat(tokens.verify(token).await().userId()).isEqualTo(USER);
    }

    @Test
    void aKeyThatTurnsUpLaterIsFetched() {
        Tokens tokens = tokens();
        serve(Jwts.jwk("two", SECOND.getPublic()));
        clock.advance(Duration.ofSeconds(31));
        assertThat(tokens.verify(bySecond()).await().userId()).isEqualTo(USER);
    }

    @Test
    void aTokenOfAKeyThatIsGoneIsRefusedThoughItWasFoundGoodBefore() {
        Tokens tokens = tokens();
        tokens.verify(byFirst()).await();
        serve(Jwts.jwk("two", SECOND.getPublic()));
        clock.advance(Duration.ofSeconds(31));
        tokens.verify(bySecond()).await();
        assertThat(failure(tokens, byFirst()).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void unknownKeysDoNotMakeItFetchAllTheTime() {
        Tokens tokens = tokens();
        clock.advance(Duration.ofSeconds(31));
        for (int i = 0; i < 20; i++) {
            failure(tokens, Jwts.rs256(FIRST.getPrivate(), new JsonObject().put("kid", "no " + i), claims()));
        }
        assertThat(fetches).hasValue(2);
    }

    /** Verticles share the keys: what one of them asks for may not be answered on the event loop of another. */
    @Test
    void whoSharesAFetchGoesOnInItsOwnContext() {
        Tokens tokens = tokens();
        serve(Jwts.jwk("two", SECOND.getPublic()));
        clock.advance(Duration.ofSeconds(31));
        holding = true;

        List<Future<Context>> answered =
                contexts(3).stream().map(context -> verifiedIn(context, tokens)).toList();
        awaitFetches(2);
        released.complete();

        Set<Context> seen = new HashSet<>();
        answered.forEach(context -> seen.add(context.await()));
        assertThat(seen).hasSize(3);
        assertThat(fetches).hasValue(2);
    }

    private List<Context> contexts(int count) {
        List<Context> contexts = new CopyOnWriteArrayList<>();
        vertx.deployVerticle(
                        () -> new VerticleBase() {
                            @Override
                            public Future<?> start() {
                                contexts.add(context);
                                return Future.succeededFuture();
                            }
                        },
                        new DeploymentOptions().setInstances(count))
                .await();
        return contexts;
    }

    /** The context in which the answer came; completes the asking before it returns. */
    private static Future<Context> verifiedIn(Context context, Tokens tokens) {
        Promise<Context> answered = Promise.promise();
        Promise<Void> asked = Promise.promise();
        context.runOnContext(go -> {
            tokens.verify(bySecond()).map(user -> Vertx.currentContext()).onComplete(answered);
            asked.complete();
        });
        asked.future().await();
        return answered.future();
    }

    @Test
    void keysAreFetchedAgainAfterTenMinutes() {
        Tokens tokens = tokens();
        tokens.verify(byFirst()).await();
        clock.advance(Duration.ofMinutes(11));
        tokens.verify(byFirst()).await();
        awaitFetches(2);
    }

    @Test
    void oldKeysServeWhileNewOnesCannotBeFetched() {
        Tokens tokens = tokens();
        document.set(null);
        clock.advance(Duration.ofMinutes(11));
        assertThat(tokens.verify(byFirst()).await().userId()).isEqualTo(USER);
        awaitFetches(2);
        assertThat(tokens.verify(byFirst()).await().userId()).isEqualTo(USER);
    }

    @Test
    void whenNoKeyCouldBeFetchedTheAnswerSaysSoAndWhenToComeBack() {
        document.set(null);
        Failure failure = failure(tokens(), byFirst());
        assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(failure.getMessage()).contains("keys").contains("could not be fetched");
        assertThat(failure.retryAfter()).hasValue(Duration.ofSeconds(5));
    }

    @Test
    void aServerThatComesLaterIsEnough() {
        document.set(null);
        Tokens tokens = tokens();
        serve(Jwts.jwk("one", FIRST.getPublic()));
        clock.advance(Duration.ofSeconds(31));
        assertThat(tokens.verify(byFirst()).await().userId()).isEqualTo(USER);
    }

    @Test
    void aDocumentWithoutUsableKeysLetsNobodyIn() {
        byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        serve(new JsonObject().put("kty", "oct").put("k", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"));
        assertThat(failure(tokens(), Jwts.hs256(secret, claims())).code()).isEqualTo(ErrorCode.OVERLOADED);
    }

    @Test
    void aBrokenKeyLetsNobodyIn() {
        serve(new JsonObject().put("kty", "RSA").put("kid", "one").put("n", "").put("e", "AQAB"));
        Tokens tokens = tokens();
        JsonObject header = new JsonObject().put("alg", "RS256").put("kid", "one");
        for (String end : new String[] {"", ".", ".e30", ".."}) {
            assertThat(failure(tokens, Jwts.unsigned(header, claims()) + end)).isNotNull();
        }
    }

    @Test
    void aDocumentThatIsNoJsonLetsNobodyIn() {
        document.set("<html>");
        assertThat(failure(tokens(), byFirst()).code()).isEqualTo(ErrorCode.OVERLOADED);
    }

    @Test
    void anEndlessDocumentIsBrokenOff() {
        document.set(" ".repeat(2 << 20));
        assertThat(failure(tokens(), byFirst()).code()).isEqualTo(ErrorCode.OVERLOADED);
    }

    @Test
    void anHmacTokenIsRefused() {
        byte[] pem = Jwts.pem(FIRST.getPublic()).getBytes(StandardCharsets.UTF_8);
        assertThat(failure(tokens(), Jwts.hs256(pem, claims())).code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    private void serve(JsonObject... keys) {
        document.set(Jwts.jwks(keys).encode());
    }

    private void awaitFetches(int count) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            while (fetches.get() < count) {
                Thread.onSpinWait();
            }
        });
    }

    private Tokens tokens() {
        String url = "http://127.0.0.1:" + server.actualPort() + "/jwks";
        return Tokens.create(
                        vertx,
                        SettingsLoader.load(Map.of("JWT_JWKS_URL", url)).auth(),
                        new Sources(clock, UUID::randomUUID, RandomGenerator.getDefault()))
                .await();
    }

    private String byFirst() {
        return Jwts.rs256(FIRST.getPrivate(), new JsonObject().put("kid", "one"), claims());
    }

    private static String bySecond() {
        return Jwts.es256(SECOND.getPrivate(), new JsonObject().put("kid", "two"), claims());
    }

    private static JsonObject claims() {
        return new JsonObject()
                .put("sub", USER.toString())
                .put("exp", Instant.parse("2030-01-02T00:00:00Z").getEpochSecond());
    }

    private static Failure failure(Tokens tokens, String token) {
        return catchThrowableOfType(Failure.class, () -> tokens.verify(token).await());
    }
}
