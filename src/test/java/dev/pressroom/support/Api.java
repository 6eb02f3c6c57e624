package dev.pressroom.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** A client of the HTTP API with fixed credentials. */
public final class Api {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final String url;
    private final String token;
    private final UUID user;
    private final String session;

    /** @param token empty for a client without one */
    public Api(String url, String token) {
        this(url, token, new UUID(0, 0));
    }

    public Api(String url, String token, UUID user) {
        this(url, token, user, "");
    }

    /** @param session empty for a client without one */
    Api(String url, String token, UUID user, String session) {
        this.url = url;
        this.token = token;
        this.user = user;
        this.session = session;
    }

    /** The user of the token. */
    public UUID user() {
        return user;
    }

    /** The session id of this client; empty when it has none. */
    public String sessionId() {
        return session;
    }

    /** The body of a small, complete content request. */
    public static JsonObject order(String title) {
        return new JsonObject()
                .put("topic", new JsonObject().put("title", title).put("subheader", "What to know before you begin"))
                .put(
                        "businessInfo",
                        new JsonObject()
                                .put("businessType", "Garden centre")
                                .put("targetAudience", "People with their first balcony"))
                .put("organizationId", UUID.randomUUID().toString())
                .put(
                        "ctas",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("text", "Book a visit")
                                        .put("href", "https://example.com/visit")
                                        .put("type", "primary")
                                        .put("placement", "end-of-post")));
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public HttpResponse<String> post(String path, Object body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** A request with a body, a type and a method of any kind. */
    public HttpResponse<String> send(String method, String path, String contentType, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> create(JsonObject order, String... headers) {
        return post("/api/v1/jobs/content-generation", order.encode(), headers);
    }

    /** Creates a website analysis and returns its id; fails unless the answer is 201. */
    public UUID analysing(String site) {
        return created(post("/api/v1/jobs/website-analysis", new JsonObject().put("url", site)));
    }

    /** Creates a content job and returns its id; fails unless the answer is 201. */
    public UUID created(JsonObject order) {
        return created(create(order));
    }

    private static UUID created(HttpResponse<String> answer) {
        if (answer.statusCode() != 201) {
            throw new AssertionError("not created: " + answer.statusCode() + " " + answer.body());
        }
        return UUID.fromString(new JsonObject(answer.body()).getString("jobId"));
    }

    public JsonObject status(UUID job) {
        HttpResponse<String> answer = get("/api/v1/jobs/" + job + "/status");
        if (answer.statusCode() != 200) {
            throw new AssertionError("no status: " + answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    public HttpResponse<String> cancel(UUID job) {
        return post("/api/v1/jobs/" + job + "/cancel", "{}");
    }

    public HttpResponse<String> retry(UUID job) {
        return post("/api/v1/jobs/" + job + "/retry", "{}");
    }

    /** Waits for one of these statuses and returns the status answer. */
    public JsonObject await(UUID job, String... statuses) {
        return awaitStatus(job, status -> List.of(statuses).contains(status.getString("status")));
    }

    /** Waits until the status answer satisfies the condition and returns it. */
    public JsonObject awaitStatus(UUID job, Predicate<JsonObject> condition) {
        return Await.value(DEADLINE, () -> status(job), condition);
    }

    /** Opens the job's stream. */
    public Sse stream(UUID job, String... headers) {
        return Sse.open(
                CLIENT,
                request("/api/v1/jobs/" + job + "/stream", headers).GET().build());
    }

    /** Opens a stream at any path. */
    public Sse streamAt(String path, String... headers) {
        return Sse.open(CLIENT, request(path, headers).GET().build());
    }

    /** Creates a job and opens its stream in one request; the path may have a query. */
    public Sse creating(String path, JsonObject body, String... headers) {
        return Sse.open(
                CLIENT,
                request(path, headers)
                        .setHeader("Accept", "text/event-stream")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                        .build());
    }

    /** Opens the narrative of a website analysis. */
    public Sse narrative(UUID job, String... headers) {
        return Sse.open(
                CLIENT,
                request("/api/v1/jobs/" + job + "/narrative-stream", headers)
                        .GET()
                        .build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url + path))
                .timeout(Duration.ofSeconds(60));
        if (!token.isEmpty()) {
            builder.header("Authorization", "Bearer " + token);
        }
        if (!session.isEmpty()) {
            builder.header("x-session-id", session);
        }
        for (int i = 0; i < headers.length; i += 2) {
            builder.setHeader(headers[i], headers[i + 1]);
        }
        return builder;
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The JSON of an answer. */
    public static JsonObject json(HttpResponse<String> answer) {
        return new JsonObject(answer.body());
    }
}
