package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Jwts;
import dev.pressroom.support.Race;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registering and signing in. */
class AccountIT {
    private static final String REGISTER = "/api/v1/auth/register";

    private static Service service;

    private Visitor ada;

    @BeforeAll
    static void start() {
        service = Service.start(
                Map.of(
                        "STARTING_CREDITS",
                        "7",
                        "PRESSROOM_AUTH_ISSUER",
                        "pressroom",
                        "PRESSROOM_AUTH_AUDIENCE",
                        "frontend",
                        "PRESSROOM_AUTH_ACCESS_TTL",
                        "5m"),
                new ScriptedPipeline().step("only").asPipelines());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void arrive() {
        ada = Visitor.of(service);
    }

    @Test
    void whoRegistersIsSignedIn() {
        HttpResponse<String> answer = ada.api()
                .post(REGISTER, ada.credentials().put("firstName", " Ada ").put("lastName", "Lovelace"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        JsonObject body = Api.json(answer);
        JsonObject user = body.getJsonObject("user");
        assertThat(body.getBoolean("success")).isTrue();
        assertThat(body.getInteger("expiresIn")).isEqualTo(300);
        assertThat(body.getString("refreshToken")).matches("[A-Za-z0-9_-]{64}");
        assertThat(user.getString("email")).isEqualTo(ada.email());
        assertThat(user.getString("firstName")).isEqualTo("Ada");
        assertThat(user.getString("lastName")).isEqualTo("Lovelace");
        assertThat(user.getString("plan")).isEqualTo("free");
        assertThat(user.getString("organizationId")).isNull();
        assertThat(signedIn(body).get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void theAccessTokenSaysWhoItIsForAndHowLong() {
        JsonObject body = ada.registered();

        JsonObject claims = claims(body.getString("accessToken"));
        String id = body.getJsonObject("user").getString("id");
        assertThat(claims.getString("sub")).isEqualTo(id);
        assertThat(claims.getString("userId")).isEqualTo(id);
        assertThat(claims.getString("email")).isEqualTo(ada.email());
        assertThat(claims.getString("iss")).isEqualTo("pressroom");
        assertThat(claims.getString("aud")).isEqualTo("frontend");
        assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(300);
    }

    @Test
    void aNewAccountHasTheStartingCreditsAndCanOrder() {
        Api api = signedIn(ada.registered());
        api.created(Api.order("Tomatoes"));

        JsonObject credits = Api.json(api.get("/api/v1/user/credits")).getJsonObject("data");
        assertThat(credits.getInteger("totalCredits")).isEqualTo(7);
    }

    @Test
    void anOrganizationIsMadeWhenItIsNamed() {
        JsonObject body = Api.json(ada.api()
                .post(
                        REGISTER,
                        ada.credentials()
                                .put("organizationName", "Analytical Gardens")
                                .put("websiteUrl", "https://www.gardens.example.com/")));

        String organization = body.getJsonObject("user").getString("organizationId");
        assertThat(claims(body.getString("accessToken")).getString("organizationId"))
                .isEqualTo(organization);
        assertThat(sql(
                        "select owner || ' ' || name || ' ' || website_host || ' ' || (context->>'websiteUrl') from owned_organizations where id = '"
                                + organization + "'"))
                .isEqualTo("organization:" + organization
                        + " Analytical Gardens gardens.example.com https://www.gardens.example.com/");
        assertThat(signedIn(body)
                        .create(Api.order("Mine").put("organizationId", organization))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void anAnalysisOfTheSiteFindsTheOrganizationThatWasMade() {
        JsonObject body =
                Api.json(ada.api().post(REGISTER, ada.credentials().put("websiteUrl", "https://site.example")));
        JsonObject user = body.getJsonObject("user");

        assertThat(sql("select id from owned_organizations where owner = 'organization:"
                        + user.getString("organizationId") + "' and website_host = 'site.example'"))
                .isEqualTo(user.getString("organizationId"));
    }

    @Test
    void whatIsNullOrBlankWasNotGiven() {
        JsonObject body = Api.json(ada.api()
                .post(
                        REGISTER,
                        ada.credentials()
                                .putNull("firstName")
                                .put("lastName", " ")
                                .put("organizationName", "")
                                .put("websiteUrl", "")));

        JsonObject user = body.getJsonObject("user");
        assertThat(user.getString("firstName")).isNull();
        assertThat(user.getString("lastName")).isNull();
        assertThat(user.getString("organizationId")).isNull();
    }

    @Test
    void oddCharactersInANameDoNoHarm() {
        HttpResponse<String> answer =
                ada.api().post(REGISTER, ada.credentials().put("firstName", "A\u0000d\na'; drop table users; --"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(Api.json(answer).getJsonObject("user").getString("firstName"))
                .isEqualTo("A d a'; drop table users; --");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /email      | is required                         | {"password":"a longer phrase"}
            /password   | is required                         | {"email":"ada@example.com"}
            /email      | must be an e-mail address           | {"email":"ada","password":"a longer phrase"}
            /email      | must be an e-mail address           | {"email":"a b@example.com","password":"a longer phrase"}
            /email      | must be an e-mail address           | {"email":"ada@localhost","password":"a longer phrase"}
            /email      | must be an e-mail address           | {"email":"ada@example..com","password":"a longer phrase"}
            /email      | must be an e-mail address           | {"email":"ada\\u0000@example.com","password":"a longer phrase"}
            /email      | must be a string                    | {"email":7,"password":"a longer phrase"}
            /password   | must have at least 8 characters     | {"email":"ada@example.com","password":"1234567"}
            /password   | must have at least 8 characters     | {"email":"ada@example.com","password":"🍅🍅🍅🍅🍅🍅🍅"}
            /websiteUrl | must be an http(s) URL              | {"email":"ada@example.com","password":"a longer phrase","websiteUrl":"ftp://x"}
            /websiteUrl | must be an http(s) URL              | {"email":"ada@example.com","password":"a longer phrase","websiteUrl":"https://a..b"}
            /password   | is one of the passwords that are guessed first; choose another | {"email":"ada@example.com","password":"Password1"}
            """)
    void aWrongMemberIsNamed(String path, String message, String body) {
        HttpResponse<String> answer = ada.api().post(REGISTER, body);

        assertError(answer, 400, "VALIDATION_FAILED");
        assertThat(Api.json(answer).getJsonArray("details"))
                .isEqualTo(
                        new JsonArray().add(new JsonObject().put("path", path).put("message", message)));
    }

    @Test
    void aPasswordMayHave128CharactersOfAnyKindAndNoMore() {
        assertThat(ada.withPassword("🍅".repeat(128)).register().statusCode()).isEqualTo(201);
        assertThat(ada.withPassword("🍅".repeat(128)).login().statusCode()).isEqualTo(200);
        assertError(Visitor.of(service).withPassword("🍅".repeat(129)).register(), 400, "VALIDATION_FAILED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "a@", " ", "a@a."})
    void aVeryLongEmailIsRefusedQuickly(String piece) {
        HttpResponse<String> answer = ada.api()
                .post(
                        REGISTER,
                        new JsonObject().put("email", piece.repeat(3_000)).put("password", "a longer phrase"));

        assertError(answer, 400, "VALIDATION_FAILED");
    }

    @Test
    void anEmailIsTheSameInAnyCase() {
        ada.registered();

        Visitor loud = new Visitor(ada.api(), "  " + ada.email().toUpperCase(Locale.ROOT) + " ", ada.password());

        assertThat(loud.signedIn().getJsonObject("user").getString("email")).isEqualTo(ada.email());
        assertError(loud.register(), 409, "EMAIL_TAKEN");
    }

    @Test
    void ofManyRegistrationsAtOnceOneIsTaken() {
        List<Integer> answers = Race.of(12, i -> ada.register().statusCode());

        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(11);
        assertThat(sql("select count(*) from accounts where email = '" + ada.email() + "'"))
                .isEqualTo("1");
    }

    @Test
    void aPasswordIsStoredAsAHashAlone() {
        ada.registered();

        assertThat(sql("select a::text from accounts a where email = '" + ada.email() + "'"))
                .contains("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain(ada.password());
    }

    @Test
    void theRightPasswordSignsIn() {
        JsonObject registered = ada.registered();

        JsonObject body = ada.signedIn();

        assertThat(body.getJsonObject("user")).isEqualTo(registered.getJsonObject("user"));
        assertThat(body.getString("refreshToken")).isNotEqualTo(registered.getString("refreshToken"));
        assertThat(signedIn(body).get("/api/v1/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressGetTheSameAnswer() {
        ada.registered();

        HttpResponse<String> wrong = ada.withPassword("something else").login();
        HttpResponse<String> unknown = Visitor.of(service).login();

        assertError(wrong, 401, "INVALID_CREDENTIALS");
        assertThat(withoutRequestId(wrong)).isEqualTo(withoutRequestId(unknown));
    }

    @Test
    void aHashOfYesterdaysParametersIsMadeAnewAtTheNextLogin() {
        String weak = "$argon2id$v=19$m=1024,t=2,p=1$c29tZXNhbHQ$7FfsnA6vUe7qLpL/3Kqc3uR48ZJyFbUVt7jWZlf0Htk";
        ada.registered();
        sql("update accounts set password_hash = '" + weak + "' where email = '" + ada.email() + "' returning 1");

        ada.withPassword("password").signedIn();

        assertThat(sql("select password_hash from accounts where email = '" + ada.email() + "'"))
                .startsWith("$argon2id$v=19$m=19456,");
        assertThat(ada.withPassword("password").login().statusCode()).isEqualTo(200);
    }

    @Test
    void meIsTheAccount() {
        JsonObject registered = ada.registered();

        HttpResponse<String> answer = signedIn(registered).get("/api/v1/auth/me");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Api.json(answer).getJsonObject("user")).isEqualTo(registered.getJsonObject("user"));
    }

    @Test
    void meIsWhatTheTokenSaysWhenTheAccountIsElsewhere() {
        UUID id = UUID.randomUUID();
        UUID organization = UUID.randomUUID();
        String token = token(new JsonObject()
                .put("userId", id.toString())
                .put("email", "grace@example.com")
                .put("role", "editor")
                .put("organizationId", organization.toString()));

        JsonObject user =
                Api.json(new Api(service.url(), token).get("/api/v1/auth/me")).getJsonObject("user");

        assertThat(user.getString("id")).isEqualTo(id.toString());
        assertThat(user.getString("email")).isEqualTo("grace@example.com");
        assertThat(user.getString("role")).isEqualTo("editor");
        assertThat(user.getString("organizationId")).isEqualTo(organization.toString());
        assertThat(user.getString("plan")).isEqualTo("free");
    }

    @Test
    void nobodyIsMeWithoutAToken() {
        assertError(new Api(service.url(), "").get("/api/v1/auth/me"), 401, "UNAUTHENTICATED");
        assertError(
                new Api(
                                service.url(),
                                token(new JsonObject()
                                        .put("sub", UUID.randomUUID().toString())
                                        .put("exp", 1)))
                        .get("/api/v1/auth/me"),
                401,
                "TOKEN_EXPIRED");
    }

    @Test
    void withoutLocalAccountsThereAreNoSuchRoutes() {
        try (Service without = Service.start(Map.of("PRESSROOM_AUTH_LOCAL_ACCOUNTS", "off"))) {
            Visitor visitor = Visitor.of(without);

            assertError(visitor.register(), 404, "NOT_FOUND");
            assertError(visitor.login(), 404, "NOT_FOUND");
            assertError(visitor.refresh("x"), 404, "NOT_FOUND");
            assertError(visitor.logout("x"), 404, "NOT_FOUND");
            assertError(without.api(UUID.randomUUID()).get("/api/v1/auth/me"), 404, "NOT_FOUND");
            assertThat(without.api(UUID.randomUUID())
                            .get("/api/v1/user/credits")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static Api signedIn(JsonObject answer) {
        return new Api(service.url(), answer.getString("accessToken"));
    }

    private static String token(JsonObject claims) {
        JsonObject all = new JsonObject()
                .put("iss", "pressroom")
                .put("aud", "frontend")
                .put("exp", Instant.now().getEpochSecond() + 600)
                .mergeIn(claims);
        return Jwts.hs256(Service.SECRET.getBytes(StandardCharsets.UTF_8), all);
    }

    private static JsonObject claims(String jwt) {
        return new JsonObject(
                new String(java.util.Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    private static JsonObject withoutRequestId(HttpResponse<String> answer) {
        JsonObject body = Api.json(answer);
        body.remove("requestId");
        return body;
    }

    private static String sql(String query) {
        return Sql.text(service.databaseUrl(), query);
    }

    private static void assertError(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo(code);
    }
}
