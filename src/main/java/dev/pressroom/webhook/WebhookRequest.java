package dev.pressroom.webhook;

import dev.pressroom.base.Chars;
import dev.pressroom.base.CleanText;
import dev.pressroom.base.Failure;
import dev.pressroom.page.fetch.NetworkErrors;
import dev.pressroom.page.url.PageUrl;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One attempt, over a connection of its own to a checked address. Stays on one Vert.x context. */
final class WebhookRequest {
    private static final String USER_AGENT = "Pressroom-Webhooks/1.0";
    private static final int MAX_ADDRESSES = 4;

    private final Vertx vertx;
    private final HttpClientAgent http;
    private final PageUrl url;
    private final Signed signed;
    private final Clock clock;
    private final Duration connectTimeout;
    private final Promise<Answer> answer = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private Optional<HttpClientConnection> connection = Optional.empty();
    private Optional<HttpClientResponse> response = Optional.empty();

    /** The headers and the body of Standard Webhooks. */
    record Signed(String id, long timestamp, String signature, String body) {}

    WebhookRequest(
            Vertx vertx, HttpClientAgent http, PageUrl url, Signed signed, Clock clock, Duration connectTimeout) {
        this.vertx = vertx;
        this.http = http;
        this.url = url;
        this.signed = signed;
        this.clock = clock;
        this.connectTimeout = connectTimeout;
    }

    /** Completes when the attempt has ended and its connection is closed. Never fails. */
    Future<Answer> answer() {
        return answer.future();
    }

    /** @param addresses of the host, all checked; tried in order, at most {@link #MAX_ADDRESSES} */
    Future<Answer> start(List<InetAddress> addresses) {
        return answer.future().isComplete()
                ? answer.future()
                : connect(addresses).compose(this::request).compose(this::read);
    }

    /** Ends the attempt: the time is over. A response whose status has arrived counts. */
    void expire() {
        complete(response.map(this::answered).orElse(Answer.without(Outcome.TIMEOUT)));
    }

    /** Ends the attempt with a result, or with the outcome of a failure. */
    void end(AsyncResult<Answer> result) {
        complete(result.succeeded() ? result.result() : failed(result.cause()));
    }

    private Answer failed(Throwable cause) {
        return response.map(this::answered).orElseGet(() -> Answer.without(outcome(cause)));
    }

    private void complete(Answer result) {
        answer.tryComplete(result);
        connection.ifPresent(HttpClientConnection::close);
        connection = Optional.empty();
    }

    private Future<HttpClientConnection> connect(List<InetAddress> addresses) {
        Future<HttpClientConnection> opened = connectTo(addresses.get(0));
        for (InetAddress next : addresses.subList(1, Math.min(addresses.size(), MAX_ADDRESSES))) {
            opened = opened.recover(cause -> !answer.future().isComplete() && NetworkErrors.mayDependOnAddress(cause)
                    ? connectTo(next)
                    : Future.failedFuture(cause));
        }
        return opened.map(this::opened).recover(cause -> Future.failedFuture(NetworkErrors.whileConnecting(cause)));
    }

    /** Connects to the address. The host name is only used to verify the certificate. */
    private Future<HttpClientConnection> connectTo(InetAddress address) {
        return http.connect(new HttpConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.isSecure())
                .setConnectTimeout(connectTimeout.toMillis())
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port()))));
    }

    private HttpClientConnection opened(HttpClientConnection opened) {
        opened.exceptionHandler(cause -> {});
        connection = Optional.of(opened);
        if (answer.future().isComplete()) {
            opened.close();
        }
        return opened;
    }

    private Future<HttpClientResponse> request(HttpClientConnection opened) {
        return opened.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setURI(url.target())
                        .putHeader(HttpHeaders.HOST, url.authority())
                        .putHeader(HttpHeaders.USER_AGENT, USER_AGENT)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                        .putHeader("webhook-id", signed.id())
                        .putHeader("webhook-timestamp", Long.toString(signed.timestamp()))
                        .putHeader("webhook-signature", signed.signature()))
                .compose(request -> request.send(signed.body()));
    }

    /** Reads the first kilobyte of the body, then closes the connection. */
    private Future<Answer> read(HttpClientResponse received) {
        response = Optional.of(received);
        Promise<Answer> ended = Promise.promise();
        received.exceptionHandler(ended::tryFail);
        received.endHandler(end -> ended.tryComplete(answered(received)));
        received.handler(chunk -> {
            body.appendBuffer(chunk, 0, Math.min(chunk.length(), Answer.MAX_BYTES - body.length()));
            if (body.length() >= Answer.MAX_BYTES) {
                ended.tryComplete(answered(received));
                received.pause();
            }
        });
        return ended.future();
    }

    private Answer answered(HttpClientResponse received) {
        int status = received.statusCode();
        return new Answer(
                outcome(status),
                OptionalInt.of(status),
                Optional.of(CleanText.of(new String(body.getBytes(), StandardCharsets.UTF_8))),
                Optional.ofNullable(received.getHeader(HttpHeaders.RETRY_AFTER)).flatMap(this::retryAfter));
    }

    private static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return Outcome.DELIVERED;
        }
        if (status == 410) {
            return Outcome.GONE;
        }
        return status >= 300 && status < 400 ? Outcome.REDIRECTED : Outcome.REFUSED;
    }

    private static Outcome outcome(Throwable cause) {
        Failure failure = cause instanceof Failure known ? known : (Failure) NetworkErrors.whileReading(cause);
        return switch (failure.code()) {
            case PAGE_TIMEOUT -> Outcome.TIMEOUT;
            case PAGE_HOST_NOT_FOUND -> Outcome.HOST_NOT_FOUND;
            case PAGE_TLS_FAILED -> Outcome.TLS_FAILED;
            case PAGE_UNREADABLE -> Outcome.MALFORMED;
            default -> Outcome.UNREACHABLE;
        };
    }

    /** The value of Retry-After: seconds or a date. Empty for any other text and for a time that has passed. */
    private Optional<Duration> retryAfter(String value) {
        String text = value.strip();
        if (Chars.all(text, 1, 9, Chars::isDigit)) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), until)).filter(wait -> !wait.isNegative());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
