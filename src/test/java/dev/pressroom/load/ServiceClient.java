package dev.pressroom.load;

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
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** HTTP client of the service. Every request has a timeout; the number of connections is bounded. */
final class ServiceClient {
    private static final int CONNECT_MILLIS = 5000;
    private static final long ANSWER_MILLIS = 30_000;

    /** The service sends a comment every 15 s: a stream that is silent for longer stands still. */
    private static final int SILENCE_SECONDS = 45;

    private static final int CONNECTIONS = 256;
    private static final int STREAMS = 20_000;
    private static final long USUAL_PATIENCE_SECONDS = 1;

    private final URI url;
    private final HttpClient requests;
    private final HttpClient streams;

    ServiceClient(Vertx vertx, URI url) {
        this.url = url;
        this.requests = client(vertx, new HttpClientOptions().setKeepAliveTimeout(30), CONNECTIONS);
        this.streams =
                client(vertx, new HttpClientOptions().setKeepAlive(false).setReadIdleTimeout(SILENCE_SECONDS), STREAMS);
    }

    private static HttpClient client(Vertx vertx, HttpClientOptions options, int connections) {
        return vertx.httpClientBuilder()
                .with(options.setConnectTimeout(CONNECT_MILLIS))
                .with(new PoolOptions().setHttp1MaxSize(connections))
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    /**
     * An answer with its whole body.
     *
     * @param patience how long to wait before the next try, as the service said, or a second when it did not
     */
    record Answer(int status, Buffer body, Duration patience) {
        /** An empty object when the body is none. */
        JsonObject json() {
            try {
                return new JsonObject(body);
            } catch (DecodeException e) {
                return new JsonObject();
            }
        }

        /** Such as {@code 429 RATE_LIMITED}. */
        String kind() {
            return (status + " " + json().getString("errorCode", "")).strip();
        }

        /** Whether it may be otherwise in a while. */
        boolean passes() {
            return status == 429 || status >= 500;
        }
    }

    Future<Answer> post(LoadUser customer, String path, JsonObject body, String idempotencyKey) {
        RequestOptions options = options(customer, HttpMethod.POST, path)
                .putHeader("content-type", "application/json")
                .putHeader("idempotency-key", idempotencyKey);
        return requests.request(options).compose(request -> inTime(request, request.send(body.toBuffer())));
    }

    Future<Answer> get(LoadUser customer, String path) {
        return requests.request(options(customer, HttpMethod.GET, path))
                .compose(request -> inTime(request, request.send()));
    }

    /** @param cursor number of the last event that the client has; 0 for none */
    Future<HttpClientResponse> stream(LoadUser customer, String job, int cursor) {
        RequestOptions options = options(customer, HttpMethod.GET, "/api/v1/jobs/" + job + "/stream")
                .putHeader("accept", "text/event-stream");
        if (cursor > 0) {
            options.putHeader("last-event-id", Integer.toString(cursor));
        }
        return streams.request(options).compose(request -> deadline(request, request.send()));
    }

    static Future<Answer> whole(HttpClientResponse response) {
        return response.body().map(body -> new Answer(response.statusCode(), body, patience(response)));
    }

    private static Future<Answer> inTime(HttpClientRequest request, Future<HttpClientResponse> response) {
        return deadline(request, response.compose(ServiceClient::whole));
    }

    private static <T> Future<T> deadline(HttpClientRequest request, Future<T> answer) {
        return answer.timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS).onFailure(late -> request.reset());
    }

    private static Duration patience(HttpClientResponse response) {
        String seconds = response.getHeader("retry-after");
        return Duration.ofSeconds(
                seconds != null && seconds.matches("\\d{1,4}") ? Long.parseLong(seconds) : USUAL_PATIENCE_SECONDS);
    }

    private RequestOptions options(LoadUser customer, HttpMethod method, String path) {
        RequestOptions options = new RequestOptions().setMethod(method).setAbsoluteURI(url + path);
        return customer.token().isEmpty()
                ? options.putHeader("x-session-id", customer.session())
                : options.putHeader("authorization", "Bearer " + customer.token());
    }
}
