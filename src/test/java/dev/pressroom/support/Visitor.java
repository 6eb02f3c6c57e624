package dev.pressroom.support;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;

/** A client of the account routes. */
public record Visitor(Api api, String email, String password) {
    /** A visitor with a new e-mail address. */
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

    /** Registers and returns the answer; fails unless it succeeds. */
    public JsonObject registered() {
        return expect(201, register());
    }

    public HttpResponse<String> login() {
        return api.post("/api/v1/auth/login", credentials());
    }

    /** Signs in and returns the answer; fails unless it succeeds. */
    public JsonObject signedIn() {
        return expect(200, login());
    }

    public HttpResponse<String> refresh(String token) {
        return api.post("/api/v1/auth/refresh", new JsonObject().put("refreshToken", token));
    }

    /** Refreshes and returns the next refresh token; fails unless it succeeds. */
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
