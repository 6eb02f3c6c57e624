package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pressroom.base.Failure;
import dev.pressroom.base.Sources;
import dev.pressroom.config.InvalidSettings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.SteeredClock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as Auth0, Clerk, Okta, Firebase, Cognito and Keycloak issue them. */
class IdentityProviderTest {
    private static final String ISSUER = "https://tenant.example.com/";
    private static final String MAIL = "ann@example.com";
    private static final KeyPair RSA = Jwts.rsa();

    private final SteeredClock clock = new SteeredClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final Map<String, JsonObject> documents = new HashMap<>();
    private Vertx vertx;
    private HttpServer server;

    @BeforeEach
    void serve() {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    JsonObject document = documents.get(request.path());
                    request.response()
                            .setStatusCode(document == null ? 404 : 200)
                            .end(String.valueOf(document));
                })
                .listen(0, "127.0.0.1")
                .await();
        documents.put("/jwks", Jwts.jwks(Jwts.jwk("one", RSA.getPublic())));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth0|507f1f77bcf86cd799439011",
                "user_2NNEqL2nrIRdJ194ndJqAHwEfxC",
                "00uid4BxXw6I6TV4m0g3",
                "3SHqQWJwDZd6cB3iYVKIbbRmHXo1",
                "ann@example.com",
                "google-oauth2|103547991597142817347"
            })
    void aSubjectThatIsNoUuidBecomesOneThatStays(String subject) {
        UUID first = user(claims(subject)).userId();
        assertThat(first.version()).isEqualTo(5);
        assertThat(user(claims(subject).put("iat", 7)).userId()).isEqualTo(first);
    }

    @Test
    void theSameSubjectOfAnotherIssuerIsAnotherUser() {
        UUID here = user(claims("user_1")).userId();
        assertThat(user(claims("user_1").put("iss", "https://other.example.com/"))
                        .userId())
                .isNotEqualTo(here);
    }

    @Test
    void aUuidStaysAsItIs() {
        UUID id = UUID.randomUUID();
        assertThat(user(claims(id.toString())).userId()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aBlankSubjectIsRefused(String subject) {
        assertThat(refusal(claims(subject))).contains("name its user");
    }

    @Test
    void aSubjectLongerThanTwoHundredFiftyFiveCharactersIsRefused() {
        assertThat(refusal(claims("x".repeat(256)))).contains("255");
    }

    @Test
    void theClaimsAreNamedBySettings() {
        JsonObject claims = claims("auth0|1")
                .put("https://app.example.com/uid", "user_9")
                .put("org_id", "org_2abc")
                .put(
                        "realm_access",
                        new JsonObject()
                                .put("roles", new JsonArray().add("staff").add("admin")));
        TokenUser user = user(
                claims,
                Map.of(
                        "PRESSROOM_AUTH_USER_CLAIM", "https://app.example.com/uid, sub",
                        "PRESSROOM_AUTH_ORGANIZATION_CLAIM", "org_id",
                        "PRESSROOM_AUTH_ROLE_CLAIM", "realm_access.roles"));
        assertThat(user.userId()).isEqualTo(user(claims("user_9")).userId());
        assertThat(user.organizationId()).get().extracting(UUID::version).isEqualTo(5);
        assertThat(user.role()).hasValue("admin");
    }

    @ParameterizedTest
    @CsvSource(
            value = {"true, true", "false, false", "null, false"},
            nullValues = "null")
    void anEmailAddressCountsOnlyWhenItIsVerified(Boolean verified, boolean counts) {
        JsonObject claims = claims("user_1").put("email", MAIL);
        if (verified != null) {
            claims.put("email_verified", verified);
        }
        assertThat(user(claims).email().isPresent()).isEqualTo(counts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void everyAlgorithmOfAnRsaKeyIsTaken(String algorithm) {
        assertThat(tokens(Map.of())
                        .verify(Jwts.signed(algorithm, RSA.getPrivate(), claims("user_1")))
                        .await())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"ES256, EC, 256", "ES384, EC, 384", "ES512, EC, 521", "EdDSA, Ed25519, 0"})
    void ellipticCurvesAreTaken(String algorithm, String family, int bits) {
        KeyPair pair = Jwts.pair(family, bits);
        documents.put("/jwks", Jwts.jwks(Jwts.jwk("one", pair.getPublic())));
        String token = Jwts.signed(algorithm, pair.getPrivate(), claims("user_1"));
        assertThat(tokens(Map.of()).verify(token).await()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"RS512, RSA, 2048", "PS256, RSA, 2048", "ES384, EC, 384", "ES512, EC, 521", "EdDSA, Ed25519, 0"})
    void aPublicKeyInPemTakesItsAlgorithms(String algorithm, String family, int bits) {
        KeyPair pair = Jwts.pair(family, bits);
        Tokens tokens = create(Map.of("JWT_PUBLIC_KEY", Jwts.pem(pair.getPublic())));
        assertThat(tokens.verify(Jwts.signed(algorithm, pair.getPrivate(), claims("user_1")))
                        .await())
                .isNotNull();
    }

    @Test
    void anExtensionThatTheTokenDemandsIsRefused() {
        String token = Jwts.rs256(
                RSA.getPrivate(), new JsonObject().put("crit", new JsonArray().add("b64")), claims("user_1"));
        assertThat(catchThrowableOfType(
                        Failure.class, () -> tokens(Map.of()).verify(token).await()))
                .hasMessageContaining("crit");
    }

    @Test
    void theKeysAreFoundByDiscovery() {
        documents.put(
                "/.well-known/openid-configuration",
                new JsonObject().put("issuer", url("")).put("jwks_uri", url("/jwks")));
        Tokens tokens = create(Map.of("JWT_DISCOVERY_URL", url("")));
        assertThat(tokens.verify(Jwts.rs256(RSA.getPrivate(), new JsonObject(), claims("user_1")))
                        .await())
                .isNotNull();
        assertThat(tokens.fault()).isEmpty();
    }

    @Test
    void aConfigurationOfAnotherIssuerIsNotBelieved() {
        documents.put(
                "/.well-known/openid-configuration",
                new JsonObject().put("issuer", "https://evil.example.com").put("jwks_uri", url("/jwks")));
        assertThat(create(Map.of("JWT_DISCOVERY_URL", url(""))).fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("another issuer"));
    }

    @Test
    void aKeySetWithoutAUsableKeyIsAFault() {
        documents.put("/jwks", Jwts.jwks(new JsonObject().put("kty", "oct").put("k", "AAAA")));
        assertThat(tokens(Map.of()).fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("no usable key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT_JWKS_URL", "JWT_DISCOVERY_URL"})
    void productionWantsIssuerAndAudienceWithAKeySet(String variable) {
        assertThatThrownBy(() -> SettingsLoader.load(Map.of(
                        "PRESSROOM_ENV",
                        "production",
                        "DATABASE_URL",
                        "postgresql://a:b@localhost/c",
                        "PRESSROOM_CLUSTER",
                        "off",
                        variable,
                        "https://tenant.example.com/keys")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("PRESSROOM_AUTH_ISSUER")
                .hasMessageContaining("PRESSROOM_AUTH_AUDIENCE");
    }

    private TokenUser user(JsonObject claims) {
        return user(claims, Map.of());
    }

    private TokenUser user(JsonObject claims, Map<String, String> settings) {
        return tokens(settings)
                .verify(Jwts.rs256(RSA.getPrivate(), new JsonObject(), claims))
                .await();
    }

    private String refusal(JsonObject claims) {
        return catchThrowableOfType(Failure.class, () -> user(claims)).getMessage();
    }

    private Tokens tokens(Map<String, String> settings) {
        Map<String, String> env = new HashMap<>(settings);
        env.put("JWT_JWKS_URL", url("/jwks"));
        return create(env);
    }

    private Tokens create(Map<String, String> env) {
        Sources sources = new Sources(clock, UUID::randomUUID, RandomGenerator.getDefault());
        return Tokens.create(vertx, SettingsLoader.load(env).auth(), sources).await();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    private JsonObject claims(String subject) {
        return new JsonObject()
                .put("sub", subject)
                .put("iss", ISSUER)
                .put("exp", clock.instant().plus(Duration.ofHours(1)).getEpochSecond());
    }
}
