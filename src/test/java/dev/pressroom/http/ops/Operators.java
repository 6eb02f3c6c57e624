package dev.pressroom.http.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** A client with the token of an operator. */
final class Operators {
    static final String OPS = "/api/v1/ops";
    static final Duration SOON = Duration.ofSeconds(90);

    private final Api api;

    private Operators(Api api) {
        this.api = api;
    }

    /** A new operator of a service. */
    static Operators of(Service service) {
        UUID user = UUID.randomUUID();
        return new Operators(new Api(service.url(), service.token(user, "admin"), user));
    }

    Api api() {
        return api;
    }

    HttpResponse<String> send(String method, String path, JsonObject body) {
        return api.send(method, OPS + path, "application/json", body.isEmpty() ? "" : body.encode());
    }

    JsonObject get(String path) {
        HttpResponse<String> answer = api.get(OPS + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Api.json(answer);
    }

    List<JsonObject> list(String path, String member) {
        return get(path).getJsonArray(member).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    void pause(String scope) {
        ok(send("PUT", "/pauses", new JsonObject().put("scope", scope)));
    }

    void resume(String scope) {
        ok(send("DELETE", "/pauses?scope=" + scope, new JsonObject()));
    }

    void limit(String tenant, Integer running, Integer queued) {
        ok(send(
                "PUT",
                "/limits",
                new JsonObject().put("tenant", tenant).put("running", running).put("queued", queued)));
    }

    JsonObject task(String action, JsonObject filter, Long expected) {
        return ok(send(
                "POST",
                "/tasks",
                new JsonObject().put("action", action).put("filter", filter).put("expected", expected)));
    }

    /** Waits until a task has ended, and returns it. */
    JsonObject ended(JsonObject task) {
        return Await.value(
                SOON, () -> get("/tasks/" + task.getString("taskId")), now -> now.getString("finishedAt") != null);
    }

    JsonObject await(String path, Predicate<JsonObject> condition) {
        return Await.value(SOON, () -> get(path), condition);
    }

    static JsonObject ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body().isEmpty() ? new JsonObject() : Api.json(answer);
    }
}
