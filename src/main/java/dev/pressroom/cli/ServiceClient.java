package dev.pressroom.cli;

import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.cli.io.EventParser;
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

/** HTTP client of the service for one user. Its futures fail with a {@link CommandFailure}. */
final class ServiceClient {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration STREAM_IDLE_TIMEOUT = Duration.ofSeconds(45);
    private static final Duration STREAM_TIMEOUT = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final HttpClient client;
    private final String url;
    private final String token;

    /** @param url without a trailing slash */
    ServiceClient(Vertx vertx, String url, String token) {
        this.vertx = vertx;
        this.client =
                vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) TimeUnit.SECONDS.toMillis(5)));
        this.url = url;
        this.token = token;
    }

    /** Creates a job. @return its id */
    Future<String> create(DemoJob.Request request) {
        return post(request.kind().path(), request.body()).map(created -> created.getString("jobId"));
    }

    Future<Void> cancel(String jobId) {
        return post("/api/v1/jobs/" + jobId + "/cancel", new JsonObject()).mapEmpty();
    }

    /** Passes the events of a job to the handler until it returns false; reconnects as needed. */
    Future<Void> events(String jobId, Predicate<EventParser.Event> handler) {
        RequestOptions options = to(HttpMethod.GET, "/api/v1/jobs/" + jobId + "/stream")
                .putHeader("accept", "text/event-stream")
                .setIdleTimeout(STREAM_IDLE_TIMEOUT.toMillis());
        return new EventReader(vertx, client, options, STREAM_TIMEOUT, handler).read();
    }

    private Future<JsonObject> post(String path, JsonObject body) {
        return client.request(to(HttpMethod.POST, path).putHeader("content-type", "application/json"))
                .compose(request -> request.send(body.toBuffer()).compose(ServiceClient::read))
                .timeout(REQUEST_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .recover(this::asCommandFailure);
    }

    private RequestOptions to(HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url + path)
                .putHeader("authorization", "Bearer " + token);
    }

    private <T> Future<T> asCommandFailure(Throwable cause) {
        return Future.failedFuture(
                cause instanceof CommandFailure
                        ? cause
                        : new CommandFailure("The service at " + url + " does not respond: " + cause.getMessage()));
    }

    /**
     * Called in the event that brings the head: the caller's thread is none of Vert.x, so that a body could end before a
     * listener that this thread adds reads it.
     */
    private static Future<JsonObject> read(HttpClientResponse response) {
        return response.body().compose(body -> checked(response, body));
    }

    private static Future<JsonObject> checked(HttpClientResponse response, Buffer body) {
        return response.statusCode() < 300
                ? Future.succeededFuture(new JsonObject(body))
                : Future.failedFuture(failure(response.statusCode(), body));
    }

    /** The failure with the message of the error envelope, if the body is one. */
    static CommandFailure failure(int status, Buffer body) {
        try {
            JsonObject envelope = new JsonObject(body);
            return new CommandFailure("The service rejected the request: " + envelope.getString("message", "no message")
                    + " (" + status + " " + envelope.getString("errorCode", "") + ")");
        } catch (DecodeException e) {
            return new CommandFailure("The service responded with status " + status + ".");
        }
    }
}
