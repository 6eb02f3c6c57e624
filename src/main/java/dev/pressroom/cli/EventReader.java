package dev.pressroom.cli;

import dev.pressroom.base.Chars;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads an event stream to its end, like a browser's {@code EventSource}: when the connection is lost it connects again
 * and asks for what came after the last numbered event. It gives up when it gets nowhere for a while.
 */
final class EventReader {
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);
    private static final long USUAL_PAUSE_MILLIS = 2000;

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;
    private final RequestOptions options;
    private final Duration patience;
    private final Predicate<Event> more;
    private final Promise<Void> end = Promise.promise();
    private Optional<String> lastId = Optional.empty();
    private long pauseMillis = USUAL_PAUSE_MILLIS;
    private long heardNanos = System.nanoTime();
    private int connection;

    /**
     * @param patience how long nothing may be heard before it gives up
     * @param more takes each event, and tells whether to go on
     */
    EventReader(Vertx vertx, HttpClient client, RequestOptions options, Duration patience, Predicate<Event> more) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.client = client;
        this.options = options;
        this.patience = patience;
        this.more = more;
    }

    /** Completes when the reader has enough, or when the service says that there is nothing more. */
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
                .onSuccess(response -> answered(response, number))
                .onFailure(cause -> lost(number, pauseMillis));
    }

    private void answered(HttpClientResponse response, int number) {
        response.exceptionHandler(cause -> lost(number, pauseMillis));
        if (response.statusCode() == 200) {
            listen(response, number);
        } else if (response.statusCode() == 204) {
            end.tryComplete();
        } else if (PASSING.contains(response.statusCode())) {
            lost(number, retryAfterMillis(response));
            response.request().reset();
        } else {
            response.body()
                    .onSuccess(body -> end.tryFail(ServiceClient.refusal(response.statusCode(), body)))
                    .onFailure(cause -> lost(number, pauseMillis));
        }
    }

    private void listen(HttpClientResponse response, int number) {
        EventParser parser = new EventParser(event -> take(event, response));
        response.endHandler(closed -> lost(number, pauseMillis));
        response.handler(piece -> {
            heardNanos = System.nanoTime();
            parser.feed(piece);
            parser.retryMillis().ifPresent(millis -> pauseMillis = millis);
        });
    }

    private void take(Event event, HttpClientResponse response) {
        if (end.future().isComplete()) {
            return;
        }
        lastId = event.id().or(() -> lastId);
        if (!more.test(event)) {
            end.tryComplete();
            response.request().reset();
        }
    }

    /** Called once or more for each connection that ends; only the first counts. */
    private void lost(int number, long waitMillis) {
        if (number != connection || end.future().isComplete()) {
            return;
        }
        connection++;
        if (System.nanoTime() - heardNanos > patience.toNanos()) {
            end.tryFail(new CommandFailure("The connection to the service was lost and could not be made again."));
            return;
        }
        vertx.setTimer(Math.max(1, waitMillis), again -> connect());
    }

    private long retryAfterMillis(HttpClientResponse response) {
        String seconds = response.getHeader("retry-after");
        return seconds != null && Chars.all(seconds, 1, 2, Chars::isDigit)
                ? Long.parseLong(seconds) * 1000
                : pauseMillis;
    }
}
