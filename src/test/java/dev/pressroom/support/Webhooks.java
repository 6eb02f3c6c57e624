package dev.pressroom.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** The webhook routes of one user. */
public final class Webhooks {
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final Api api;

    public Webhooks(Api api) {
        this.api = api;
    }

    /** Makes or replaces the secret and returns it. */
    public String secret() {
        return ok(api.post("/api/v1/webhooks/secret", "{}")).getString("secret");
    }

    public JsonObject save(String url, String... events) {
        return ok(put(url, events));
    }

    public HttpResponse<String> put(String url, String... events) {
        JsonObject body = new JsonObject().put("url", url);
        if (events.length > 0) {
            body.put("events", new JsonArray(List.of(events)));
        }
        return api.send("PUT", "/api/v1/webhooks", "application/json", body.encode());
    }

    public JsonObject get() {
        return ok(api.get("/api/v1/webhooks"));
    }

    public HttpResponse<String> delete() {
        return api.send("DELETE", "/api/v1/webhooks", "application/json", "");
    }

    public JsonArray deliveries(UUID job) {
        return ok(api.get("/api/v1/jobs/" + job + "/deliveries")).getJsonArray("deliveries");
    }

    /** Waits until the job has exactly one delivery that satisfies the condition and returns it. */
    public JsonObject awaitDelivery(UUID job, Predicate<JsonObject> condition) {
        return Await.value(
                        DEADLINE, () -> deliveries(job), all -> all.size() == 1 && condition.test(all.getJsonObject(0)))
                .getJsonObject(0);
    }

    public JsonObject awaitDelivery(UUID job, String status) {
        return awaitDelivery(job, delivery -> delivery.getString("status").equals(status));
    }

    public HttpResponse<String> redeliver(UUID job, String delivery) {
        return api.post("/api/v1/jobs/" + job + "/deliveries/" + delivery + "/redeliver", "{}");
    }

    private static JsonObject ok(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }
}
