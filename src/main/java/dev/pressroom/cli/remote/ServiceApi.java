package dev.pressroom.cli.remote;

import dev.pressroom.base.Chars;
import dev.pressroom.cli.io.CommandFailure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends requests of an operator. Every method fails with a {@link CommandFailure}: exit code 3 when the service does not
 * respond, 1 when it refuses. No message has the token.
 */
final class ServiceApi {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int MAX_BODY = 64 << 20;

    /** A text that is shorter is no token, and would be found in common words. */
    private static final int MIN_SECRET = 16;

    private static final int MAX_DETAILS = 5;
    private static final int MAX_TRIES = 5;
    private static final int TOO_MANY_REQUESTS = 429;

    /** Statuses with which a proxy says that the service is down. */
    private static final Set<Integer> GATEWAY_STATUS = Set.of(502, 503, 504);

    private final HttpClient client;
    private final URI url;
    private final String token;

    /** @param url without a trailing slash */
    ServiceApi(URI url, String token) {
        this.url = url;
        this.token = token;
        this.client = PlainTls.applyTo(HttpClient.newBuilder(), url)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /** Waits and sends the request again while the service responds 429. */
    JsonObject get(String path, Query query) {
        for (int tries = 1; ; tries++) {
            HttpResponse<InputStream> response =
                    send(request(path + query.encoded()).GET());
            if (response.statusCode() != TOO_MANY_REQUESTS || tries == MAX_TRIES) {
                return checked(response);
            }
            discard(response);
            pause(retryAfter(response));
        }
    }

    JsonObject get(String path) {
        return get(path, Query.empty());
    }

    JsonObject post(String path, JsonObject body) {
        return checked(send(request(path).POST(json(body))));
    }

    /** @param key the Idempotency-Key; empty: none */
    JsonObject post(String path, JsonObject body, Optional<String> key) {
        HttpRequest.Builder request = request(path);
        key.ifPresent(value -> request.header("Idempotency-Key", value));
        return checked(send(request.POST(json(body))));
    }

    JsonObject put(String path, JsonObject body) {
        return checked(send(request(path).PUT(json(body))));
    }

    JsonObject delete(String path, Query query) {
        return checked(send(request(path + query.encoded()).DELETE()));
    }

    /**
     * Opens an event stream. Its body has no timeout.
     *
     * @throws IOException when the service does not respond
     */
    HttpResponse<InputStream> stream(String path, Query query, Optional<String> lastEventId) throws IOException {
        HttpRequest.Builder request = request(path + query.encoded()).setHeader("Accept", "text/event-stream");
        lastEventId.ifPresent(id -> request.setHeader("Last-Event-ID", id));
        return exchange(request.GET());
    }

    /** The failure of a response that is no success. */
    CommandFailure failure(HttpResponse<InputStream> response) {
        return failure(response.statusCode(), body(response));
    }

    CommandFailure notReachable(String reason) {
        return CommandFailure.notReachable(
                withoutToken("The service at " + url + " does not respond" + (reason.isEmpty() ? "." : ": " + reason)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(REQUEST_TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private static HttpRequest.BodyPublisher json(JsonObject body) {
        return HttpRequest.BodyPublishers.ofString(body.encode());
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) {
        try {
            return exchange(request);
        } catch (IOException e) {
            throw notReachable(reason(e));
        }
    }

    private HttpResponse<InputStream> exchange(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(
                    request.setHeader("Content-Type", "application/json").build(),
                    HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
    }

    static String reason(IOException failure) {
        if (failure instanceof ConnectException && failure.getMessage() == null) {
            return Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                            .limit(10)
                            .anyMatch(UnresolvedAddressException.class::isInstance)
                    ? "there is no such host"
                    : "the connection was refused";
        }
        return failure.getMessage() == null || failure.getMessage().isBlank()
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }

    private JsonObject checked(HttpResponse<InputStream> response) {
        byte[] body = body(response);
        if (response.statusCode() >= 300) {
            throw failure(response.statusCode(), body);
        }
        return body.length == 0
                ? new JsonObject()
                : parsed(body)
                        .orElseThrow(() -> new CommandFailure(
                                "The response of " + url + " is not one of this service. Is this the right address?"));
    }

    private byte[] body(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_BODY + 1);
            if (bytes.length > MAX_BODY) {
                throw new CommandFailure("The response of " + url + " is too large. Is this the right address?");
            }
            return bytes;
        } catch (IOException e) {
            throw notReachable(reason(e));
        }
    }

    private CommandFailure failure(int status, byte[] body) {
        Optional<JsonObject> envelope = parsed(body).filter(json -> json.getValue("errorCode") instanceof String);
        if (envelope.isEmpty()) {
            return GATEWAY_STATUS.contains(status)
                    ? notReachable("status " + status)
                    : new CommandFailure("The service at " + url + " responded with status " + status
                            + ". Is this the right address?");
        }
        JsonObject error = envelope.get();
        return new CommandFailure(withoutToken("The service refused: " + error.getValue("message") + details(error)
                + " (" + status + " " + error.getString("errorCode") + ")"));
    }

    private static String details(JsonObject error) {
        return error.getValue("details") instanceof JsonArray details && !details.isEmpty()
                ? details.stream()
                        .limit(MAX_DETAILS)
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .map(detail -> detail.getValue("path") + " " + detail.getValue("message"))
                        .collect(Collectors.joining("; ", " ", ""))
                : "";
    }

    private String withoutToken(String message) {
        return token.length() < MIN_SECRET ? message : message.replace(token, "<token>");
    }

    private static Optional<JsonObject> parsed(byte[] body) {
        try {
            return Optional.of(new JsonObject(Buffer.buffer(body)));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private static void discard(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // The next request opens another connection.
        }
    }

    /** The {@code Retry-After} of a response, at least 0 and at most {@link #LONGEST_WAIT}; 1 s without one. */
    static Duration retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> Chars.all(seconds, 1, 6, Chars::isDigit))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait)
                .orElse(Duration.ofSeconds(1));
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(Math.max(1, time.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("Interrupted.");
        }
    }
}
