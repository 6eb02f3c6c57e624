package dev.pressroom.chaos;

import dev.pressroom.support.Jwts;
import dev.pressroom.support.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** How the clients reach the service: each request goes to one of the nodes that are said to be up, by chance. */
final class Client {
    private static final int CONNECT_MILLIS = 2000;
    private static final long ANSWER_MILLIS = 8000;

    /** Nodes send a comment every two seconds: a stream that is silent for longer stands still. */
    private static final int SILENCE_SECONDS = 6;

    private static final long TOKEN_SECONDS = 86_400;

    private final Cluster cluster;
    private final Random random;
    private final HttpClient requests;
    private final HttpClient streams;
    private final Map<UUID, String> tokens = new HashMap<>();

    Client(Vertx vertx, Cluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
        this.requests = client(vertx, new HttpClientOptions().setKeepAliveTimeout(5), 64);
        this.streams =
                client(vertx, new HttpClientOptions().setKeepAlive(false).setReadIdleTimeout(SILENCE_SECONDS), 5000);
    }

    /** Connections will break; who waits for an answer hears of it. */
    private static HttpClient client(Vertx vertx, HttpClientOptions options, int connections) {
        return vertx.httpClientBuilder()
                .with(options.setConnectTimeout(CONNECT_MILLIS))
                .with(new PoolOptions().setHttp1MaxSize(connections))
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    /** An answer with its whole body. */
    record Answer(int status, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    Future<Answer> post(UUID user, String path, JsonObject body, String idempotencyKey) {
        RequestOptions options = options(user, HttpMethod.POST, path)
                .putHeader("content-type", "application/json")
                .putHeader("idempotency-key", idempotencyKey);
        return toSomeNode(options)
                .compose(there ->
                        requests.request(there).compose(request -> answered(request, request.send(body.toBuffer()))));
    }

    Future<Answer> get(UUID user, String path) {
        return toSomeNode(options(user, HttpMethod.GET, path))
                .compose(there -> requests.request(there).compose(request -> answered(request, request.send())));
    }

    /** @param cursor number of the last event that the client has; 0 for none */
    Future<HttpClientResponse> stream(UUID user, UUID job, int cursor) {
        RequestOptions options = options(user, HttpMethod.GET, "/api/v1/jobs/" + job + "/stream");
        if (cursor > 0) {
            options.putHeader("last-event-id", Integer.toString(cursor));
        }
        return toSomeNode(options)
                .compose(there -> streams.request(there).compose(request -> inTime(request, request.send())));
    }

    private static Future<Answer> answered(HttpClientRequest request, Future<HttpClientResponse> response) {
        return inTime(
                request,
                response.compose(
                        head -> head.body().map(Buffer::toString).map(body -> new Answer(head.statusCode(), body))));
    }

    private static <T> Future<T> inTime(HttpClientRequest request, Future<T> answer) {
        return answer.timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS).onFailure(late -> request.reset());
    }

    private RequestOptions options(UUID user, HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setURI(path)
                .setHost("127.0.0.1")
                .putHeader("authorization", "Bearer " + tokens.computeIfAbsent(user, id -> token(id, "user")));
    }

    private Future<RequestOptions> toSomeNode(RequestOptions options) {
        List<Member> up = cluster.up();
        return up.isEmpty()
                ? Future.failedFuture("no node is up")
                : Future.succeededFuture(
                        options.setPort(up.get(random.nextInt(up.size())).port().orElseThrow()));
    }

    /** A token for all nodes. */
    static String token(UUID user, String role) {
        return Jwts.hs256(
                Service.SECRET.getBytes(StandardCharsets.UTF_8),
                new JsonObject()
                        .put("sub", user.toString())
                        .put("role", role)
                        .put("exp", Instant.now().getEpochSecond() + TOKEN_SECONDS));
    }
}
