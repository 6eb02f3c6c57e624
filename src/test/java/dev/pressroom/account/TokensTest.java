package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Sources;
import dev.pressroom.config.AuthSettings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.SteeredClock;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final UUID USER = UUID.fromString("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
    private static final UUID OTHER = UUID.fromString("11111111-2222-4333-8444-555555555555");
    private static final KeyPair RSA = Jwts.rsa();
    private static final KeyPair EC = Jwts.p256();

    private static Vertx vertx;

    private final SteeredClock clock = new SteeredClock(Instant.parse("2030-01-01T00:00:00Z"));
    private final Sources sources = new Sources(clock, UUID::randomUUID, RandomGenerator.getDefault());

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().await();
    }

    @Test
    void aGoodTokenNamesItsUser() {
        TokenUser user = verify(hs256(
                claims().put("email", "a@example.com").put("role", "editor").put("organizationId", OTHER.toString())));
        assertThat(user.userId()).isEqualTo(USER);
        assertThat(user.email()).hasValue("a@example.com");
        assertThat(user.role()).hasValue("editor");
        assertThat(user.organizationId()).hasValue(OTHER);
    }

    @Test
    void userIdGoesBeforeSub() {
        assertThat(verify(hs256(claims().put("userId", OTHER.toString()))).userId())
                .isEqualTo(OTHER);
    }

    @Test
    void userIdsMayBeWrittenInCapitals() {
        assertThat(verify(hs256(claims().put("sub", USER.toString().toUpperCase(Locale.ROOT))))
                        .userId())
                .isEqualTo(USER);
    }

    @Test
    void anExpiredTokenIsToldApart() {
        assertThat(codeOf(hs256(claims().put("exp", in(-31))))).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void theLeewayForgivesAClockThatIsAhead() {
        assertThat(verify(hs256(claims().put("exp", in(-29)))).userId()).isEqualTo(USER);
    }

    @Test
    void aTokenWithoutExpiryIsRefused() {
        JsonObject claims = claims();
        claims.remove("exp");
        assertThat(refusal(hs256(claims))).contains("exp");
    }

    @Test
    void anExpiryThatIsNoNumberIsRefused() {
        assertThat(refusal(hs256(claims().put("exp", "tomorrow")))).contains("exp");
    }

    @Test
    void anExpiryBeyondAllTimeIsTaken() {
        assertThat(verify(hs256(claims().put("exp", 1e300))).userId()).isEqualTo(USER);
    }

    @Test
    void aTokenThatIsNotValidYetIsRefused() {
        assertThat(refusal(hs256(claims().put("nbf", in(31))))).contains("nbf");
    }

    @Test
    void theLeewayForgivesAClockThatIsBehind() {
        assertThat(verify(hs256(claims().put("nbf", in(29)))).userId()).isEqualTo(USER);
    }

    @Test
    void aTokenMadeWithAnotherSecretIsRefused() {
        byte[] another = "another secret of another service".getBytes(StandardCharsets.UTF_8);
        assertThat(refusal(Jwts.hs256(another, claims()))).contains("signature");
    }

    @Test
    void changedClaimsAreRefused() {
        String signature = hs256(claims()).replaceAll(".*\\.", "");
        String changed = Jwts.unsigned(header("HS256"), claims().put("sub", OTHER.toString()));
        assertThat(refusal(changed + "." + signature)).contains("signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".e30"})
    void algNoneIsRefused(String signature) {
        assertThat(codeOf(Jwts.unsigned(header("none"), claims()) + signature)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "."})
    void aMissingSignatureIsRefused(String end) {
        assertThat(codeOf(Jwts.unsigned(header("HS256"), claims()) + end)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void aPublicKeyDoesNotServeAsASecret() {
        String pem = Jwts.pem(RSA.getPublic());
        Tokens tokens = tokens(Map.of("JWT_PUBLIC_KEY", pem));
        for (String secret : new String[] {pem, pem.strip()}) {
            String forged = Jwts.hs256(secret.getBytes(StandardCharsets.UTF_8), claims());
            assertThat(refusal(tokens, forged)).contains("RS256");
        }
    }

    @Test
    void anAlgorithmOfTheSameFamilyIsRefusedToo() {
        String forged = Jwts.hs256(SECRET.getBytes(StandardCharsets.UTF_8), header("HS512"), claims());
        assertThat(refusal(forged)).contains("HS256");
    }

    @Test
    void anRs256TokenIsCheckedWithThePem() {
        Tokens tokens = tokens(Map.of("JWT_PUBLIC_KEY", Jwts.pem(RSA.getPublic())));
        assertThat(verify(tokens, Jwts.rs256(RSA.getPrivate(), header("RS256"), claims()))
                        .userId())
                .isEqualTo(USER);
    }

    @Test
    void anEs256TokenIsCheckedWithThePem() {
        Tokens tokens = tokens(Map.of("JWT_PUBLIC_KEY", Jwts.pem(EC.getPublic()).replace("\n", "\\n")));
        assertThat(verify(tokens, Jwts.es256(EC.getPrivate(), header("ES256"), claims()))
                        .userId())
                .isEqualTo(USER);
    }

    @Test
    void anRs256TokenOfAnotherKeyIsRefused() {
        Tokens tokens = tokens(Map.of("JWT_PUBLIC_KEY", Jwts.pem(RSA.getPublic())));
        assertThat(refusal(tokens, Jwts.rs256(Jwts.rsa().getPrivate(), header("RS256"), claims())))
                .contains("signature");
    }

    @Test
    void theIssuerIsCheckedWhenConfigured() {
        Tokens tokens = tokens(Map.of("JWT_SECRET", SECRET, "PRESSROOM_AUTH_ISSUER", "press"));
        assertThat(verify(tokens, hs256(claims().put("iss", "press"))).userId()).isEqualTo(USER);
        assertThat(refusal(tokens, hs256(claims().put("iss", "else")))).contains("iss");
        assertThat(refusal(tokens, hs256(claims()))).contains("iss");
    }

    @Test
    void theAudienceIsCheckedWhenConfigured() {
        Tokens tokens = tokens(Map.of("JWT_SECRET", SECRET, "PRESSROOM_AUTH_AUDIENCE", "press"));
        assertThat(verify(tokens, hs256(claims().put("aud", "press"))).userId()).isEqualTo(USER);
        assertThat(verify(
                                tokens,
                                hs256(claims().put(
                                                "aud", new JsonArray().add("x").add("press"))))
                        .userId())
                .isEqualTo(USER);
        assertThat(refusal(tokens, hs256(claims().put("aud", "else")))).contains("aud");
        assertThat(refusal(tokens, hs256(claims().put("aud", new JsonObject()))))
                .contains("aud");
        assertThat(refusal(tokens, hs256(claims()))).contains("aud");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b "})
    void aUserIdWithBlanksAroundItIsRefused(String id) {
        assertThat(refusal(hs256(claims().put("userId", id)))).contains("name its user");
    }

    @Test
    void aTokenWithoutAUserIsRefused() {
        JsonObject claims = claims();
        claims.remove("sub");
        assertThat(refusal(hs256(claims))).contains("name its user");
    }

    @Test
    void optionalClaimsOfOddTypesAreLeftOut() {
        TokenUser user = verify(hs256(claims().put("email", 7).put("role", " ").put("organizationId", 3)));
        assertThat(user.email()).isEmpty();
        assertThat(user.role()).isEmpty();
        assertThat(user.organizationId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "x", "a.b.c", "....", "e30.e30.e30", "bnVsbA.e30.e30", "W10.e30.e30", "äöü.e30.e30"})
    void garbageIsRefused(String garbage) {
        assertThat(codeOf(garbage)).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void anEndlessTokenIsRefusedUnread() {
        assertThat(refusal("a".repeat(40_000))).contains("32768");
    }

    @Test
    void aRefusalDoesNotRepeatTheToken() {
        String token = hs256(claims()) + "x";
        Failure failure = failure(tokens(), token);
        assertThat(failure.toString()).doesNotContain(token.substring(40, 60));
    }

    @Test
    void aTokenFoundGoodIsNotGoodForEver() {
        Tokens tokens = tokens();
        String token = hs256(claims().put("exp", in(60)));
        verify(tokens, token);
        clock.advance(Duration.ofSeconds(89));
        assertThat(verify(tokens, token).userId()).isEqualTo(USER);
        clock.advance(Duration.ofSeconds(1));
        assertThat(failure(tokens, token).code()).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void mintedTokensAreGoodForTheirTime() {
        Tokens tokens = tokens();
        String token = tokens.mint(OTHER, Duration.ofMinutes(5));
        assertThat(verify(tokens, token).userId()).isEqualTo(OTHER);
        clock.advance(Duration.ofMinutes(6));
        assertThat(failure(tokens, token).code()).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    }

    @Test
    void mintedTokensPassTheChecksThatAreConfigured() {
        Tokens tokens = tokens(
                Map.of("JWT_SECRET", SECRET, "PRESSROOM_AUTH_ISSUER", "press", "PRESSROOM_AUTH_AUDIENCE", "readers"));
        assertThat(verify(tokens, tokens.mint(OTHER, Duration.ofMinutes(5))).userId())
                .isEqualTo(OTHER);
    }

    @Test
    void withAPublicKeyNoTokenIsMade() {
        Tokens tokens = tokens(Map.of("JWT_PUBLIC_KEY", Jwts.pem(RSA.getPublic())));
        assertThat(tokens.canMint()).isFalse();
        assertThatThrownBy(() -> tokens.mint(USER, Duration.ofMinutes(5))).isInstanceOf(Failure.class);
    }

    @Test
    void manyThreadsMayCheckAtOnce() {
        Tokens tokens = tokens();
        long good = IntStream.range(0, 500)
                .parallel()
                .mapToObj(i -> hs256(claims().put("jti", i)))
                .filter(token -> verify(tokens, token).userId().equals(USER))
                .count();
        assertThat(good).isEqualTo(500);
    }

    private JsonObject claims() {
        return new JsonObject().put("sub", USER.toString()).put("exp", in(600));
    }

    private long in(long seconds) {
        return clock.instant().getEpochSecond() + seconds;
    }

    private static JsonObject header(String algorithm) {
        return new JsonObject().put("alg", algorithm);
    }

    private static String hs256(JsonObject claims) {
        return Jwts.hs256(SECRET.getBytes(StandardCharsets.UTF_8), claims);
    }

    private Tokens tokens() {
        return tokens(Map.of("JWT_SECRET", SECRET));
    }

    private Tokens tokens(Map<String, String> env) {
        AuthSettings auth = SettingsLoader.load(env).auth();
        return Tokens.create(vertx, auth, sources).await();
    }

    private TokenUser verify(String token) {
        return verify(tokens(), token);
    }

    private static TokenUser verify(Tokens tokens, String token) {
        return tokens.verify(token).await();
    }

    private ErrorCode codeOf(String token) {
        return failure(tokens(), token).code();
    }

    private String refusal(String token) {
        return refusal(tokens(), token);
    }

    private static String refusal(Tokens tokens, String token) {
        Failure failure = failure(tokens, token);
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        return failure.getMessage();
    }

    private static Failure failure(Tokens tokens, String token) {
        return catchThrowableOfType(Failure.class, () -> tokens.verify(token).await());
    }
}
