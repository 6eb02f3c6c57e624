package dev.pressroom.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Talks to a service over HTTP, as one user. What goes wrong is told as a {@link CommandFailure}. */
final class ServiceClient {
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final HttpClient client;
    private final String url;
    private final String token;

    /** @param url without a slash at its end */
    ServiceClient(Vertx vertx, String url, String token) {
        this.vertx = vertx;
        this.client =
                vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) TimeUnit.SECONDS.toMillis(5)));
        this.url = url;
        this.token = token;
    }

    /** Creates a job and gives its id. */
    Future<String> create(DemoRequest request) {
        return post(request.kind().path(), request.body()).map(answer -> answer.getString("jobId"));
    }

    Future<Void> cancel(String jobId) {
        return post("/api/v1/jobs/" + jobId + "/cancel", new JsonObject()).mapEmpty();
    }

    /** Reads a job's events until {@code more} says that it has enough, over as many connections as it takes. */
    Future<Void> events(String jobId, Predicate<Event> more) {
        RequestOptions options = to(HttpMethod.GET, "/api/v1/jobs/" + jobId + "/stream")
                .putHeader("accept", "text/event-stream")
                .setIdleTimeout(SILENCE.toMillis());
        return new EventReader(vertx, client, options, PATIENCE, more).read();
    }

    private Future<JsonObject> post(String path, JsonObject body) {
        return client.request(to(HttpMethod.POST, path).putHeader("content-type", "application/json"))
                .compose(request -> request.send(body.toBuffer()))
                .compose(response -> response.body().compose(answer -> checked(response, answer)))
                .timeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
                .recover(this::unreachable);
    }

    private RequestOptions to(HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url + path)
                .putHeader("authorization", "Bearer " + token);
    }

    private <T> Future<T> unreachable(Throwable cause) {
        return Future.failedFuture(
                cause instanceof CommandFailure
                        ? cause
                        : new CommandFailure("The service at " + url + " does not answer: " + cause.getMessage()));
    }

    private static Future<JsonObject> checked(HttpClientResponse response, Buffer body) {
        return response.statusCode() < 300
                ? Future.succeededFuture(new JsonObject(body))
                : Future.failedFuture(refusal(response.statusCode(), body));
    }

    /** The service's own words, where it found some. */
    static CommandFailure refusal(int status, Buffer body) {
        try {
            JsonObject envelope = new JsonObject(body);
            return new CommandFailure("The service refused: " + envelope.getString("message", "no reason given") + " ("
                    + status + " " + envelope.getString("errorCode", "") + ")");
        } catch (DecodeException e) {
            return new CommandFailure("The service refused with status " + status + ".");
        }
    }
}
