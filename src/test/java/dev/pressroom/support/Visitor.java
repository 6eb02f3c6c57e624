package dev.pressroom.support;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;

/** Somebody in front of the sign-in page of a service. */
public record Visitor(Api api, String email, String password) {
    /** Whom nobody has seen before. */
    public static Visitor of(Service service) {
        return new Visitor(
                new Api(service.url(), ""),
                "visitor-" + UUID.randomUUID() + "@example.com",
                "a longer phrase is better");
    }

    public Visitor withPassword(String other) {
        return new Visitor(api, email, other);
    }

    public JsonObject credentials() {
        return new JsonObject().put("email", email).put("password", password);
    }

    public HttpResponse<String> register() {
        return api.post("/api/v1/auth/register", credentials());
    }

    /** Registers, which must succeed; the answer. */
    public JsonObject registered() {
        return expect(201, register());
    }

    public HttpResponse<String> login() {
        return api.post("/api/v1/auth/login", credentials());
    }

    /** Signs in, which must succeed; the answer. */
    public JsonObject signedIn() {
        return expect(200, login());
    }

    public HttpResponse<String> refresh(String token) {
        return api.post("/api/v1/auth/refresh", new JsonObject().put("refreshToken", token));
    }

    /** Refreshes, which must succeed; the next refresh token. */
    public String refreshed(String token) {
        return expect(200, refresh(token)).getString("refreshToken");
    }

    public HttpResponse<String> logout(String token) {
        return api.post("/api/v1/auth/logout", new JsonObject().put("refreshToken", token));
    }

    private static JsonObject expect(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return Api.json(answer);
    }
}
