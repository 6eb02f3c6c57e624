package dev.pressroom.cli;

import dev.pressroom.base.Chars;
import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.cli.io.EventParser;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads an event stream to its end, like {@code EventSource} in a browser: after a lost connection it reconnects with
 * {@code Last-Event-ID}. Fails after a time without any data.
 */
final class EventReader {
    private static final Set<Integer> RETRYABLE_STATUS = Set.of(429, 502, 503, 504);
    private static final long DEFAULT_RETRY_MILLIS = 2000;

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final RequestOptions options;
    private final Duration timeout;
    private final Predicate<EventParser.Event> handler;
    private final Promise<Void> end = Promise.promise();
    private Optional<String> lastId = Optional.empty();
    private long retryMillis = DEFAULT_RETRY_MILLIS;
    private long lastDataNanos = System.nanoTime();
    private int connection;

    /**
     * @param timeout maximum time without any data, over all connections
     * @param handler receives each event; returns true to continue
     */
    EventReader(
            Vertx vertx,
            HttpClient client,
            RequestOptions options,
            Duration timeout,
            Predicate<EventParser.Event> handler) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.client = client;
        this.options = options;
        this.timeout = timeout;
        this.handler = handler;
    }

    /** Completes when the handler returns false, or when the service responds 204 (no more events). */
    Future<Void> read() {
        context.runOnContext(begin -> connect());
        return end.future();
    }

    private void connect() {
        int number = ++connection;
        RequestOptions resuming = new RequestOptions(options);
        lastId.ifPresent(id -> resuming.putHeader("Last-Event-ID", id));
        client.request(resuming)
                .compose(HttpClientRequest::send)
                .onSuccess(response -> onResponse(response, number))
                .onFailure(cause -> reconnect(number, retryMillis));
    }

    private void onResponse(HttpClientResponse response, int number) {
        response.exceptionHandler(cause -> reconnect(number, retryMillis));
        if (response.statusCode() == 200) {
            readEvents(response, number);
        } else if (response.statusCode() == 204) {
            end.tryComplete();
        } else if (RETRYABLE_STATUS.contains(response.statusCode())) {
            reconnect(number, retryAfterMillis(response));
            response.request().reset();
        } else {
            response.body()
                    .onSuccess(body -> end.tryFail(ServiceClient.failure(response.statusCode(), body)))
                    .onFailure(cause -> reconnect(number, retryMillis));
        }
    }

    private void readEvents(HttpClientResponse response, int number) {
        EventParser parser = new EventParser(event -> handle(event, response));
        response.endHandler(closed -> reconnect(number, retryMillis));
        response.handler(chunk -> {
            lastDataNanos = System.nanoTime();
            feed(parser, chunk, response);
            parser.retryMillis().ifPresent(millis -> retryMillis = millis);
        });
    }

    private void feed(EventParser parser, Buffer chunk, HttpClientResponse response) {
        try {
            parser.feed(chunk);
        } catch (CommandFailure tooLong) {
            end.tryFail(tooLong);
            response.request().reset();
        }
    }

    private void handle(EventParser.Event event, HttpClientResponse response) {
        if (end.future().isComplete()) {
            return;
        }
        lastId = event.id().or(() -> lastId);
        if (!handler.test(event)) {
            end.tryComplete();
            response.request().reset();
        }
    }

    /** Called at least once for each connection that ends; only the first call has an effect. */
    private void reconnect(int number, long waitMillis) {
        if (number != connection || end.future().isComplete()) {
            return;
        }
        connection++;
        if (System.nanoTime() - lastDataNanos > timeout.toNanos()) {
            end.tryFail(new CommandFailure("The connection to the service was lost, and reconnecting failed."));
            return;
        }
        vertx.setTimer(Math.max(1, waitMillis), again -> connect());
    }

    private long retryAfterMillis(HttpClientResponse response) {
        String seconds = response.getHeader("retry-after");
        return seconds != null && Chars.all(seconds, 1, 2, Chars::isDigit)
                ? Long.parseLong(seconds) * 1000
                : retryMillis;
    }
}
