package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Race;
import dev.pressroom.support.Service;
import dev.pressroom.support.Visitor;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Change of password. */
class PasswordIT {
    private static final String NEXT = "quite another phrase";
    private static Service service;
    private final Visitor visitor = Visitor.of(service);

    @BeforeAll
    static void start() {
        service = Service.start(Map.of("PRESSROOM_AUTH_LOGIN_TRIES", "3"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void theNewPasswordSignsInAndTheOldOneDoesNot() {
        JsonObject signedIn = visitor.registered();

        assertThat(change(signedIn, visitor.password(), NEXT).statusCode()).isEqualTo(200);

        assertThat(visitor.withPassword(NEXT).login().statusCode()).isEqualTo(200);
        assertThat(visitor.login().statusCode()).isEqualTo(401);
    }

    @Test
    void allOtherSignInsEndAndThePresentOneStays() {
        JsonObject here = visitor.registered();
        JsonObject elsewhere = visitor.signedIn();

        change(here, visitor.password(), NEXT);

        assertThat(visitor.refresh(elsewhere.getString("refreshToken")).statusCode())
                .isEqualTo(401);
        assertThat(visitor.refresh(here.getString("refreshToken")).statusCode()).isEqualTo(200);
    }

    @Test
    void aWrongCurrentPasswordIsNotMistakenForAnExpiredToken() {
        HttpResponse<String> answer = change(visitor.registered(), "a wrong phrase", NEXT);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).getString("message")).doesNotStartWith("Unauthorized");
        assertThat(answer.body()).contains("/currentPassword");
    }

    @Test
    void wrongPasswordsAreLimited() {
        JsonObject signedIn = visitor.registered();
        for (int i = 0; i < 3; i++) {
            assertThat(change(signedIn, "a wrong phrase", NEXT).statusCode()).isEqualTo(400);
        }

        assertThat(change(signedIn, visitor.password(), NEXT).statusCode()).isEqualTo(429);
    }

    @Test
    void aCommonPasswordIsRefused() {
        HttpResponse<String> answer = change(visitor.registered(), visitor.password(), "password");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("/newPassword");
    }

    @Test
    void aUserWithoutAnAccountHereHasNoPassword() {
        Api user = service.api(UUID.randomUUID());

        assertThat(user.post("/api/v1/auth/password", body("a phrase here", NEXT))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void withoutATokenItIs401() {
        assertThat(visitor.api()
                        .post("/api/v1/auth/password", body("a phrase here", NEXT))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void ofTwoChangesAtOnceOneSucceeds() {
        JsonObject signedIn = visitor.registered();

        List<Integer> answers =
                Race.of(2, i -> change(signedIn, visitor.password(), NEXT + i).statusCode());

        assertThat(answers).containsExactlyInAnyOrder(200, 400);
    }

    private static HttpResponse<String> change(JsonObject signedIn, String current, String next) {
        return new Api(service.url(), signedIn.getString("accessToken"))
                .post("/api/v1/auth/password", body(current, next));
    }

    private static JsonObject body(String current, String next) {
        return new JsonObject().put("currentPassword", current).put("newPassword", next);
    }
}
