package dev.pressroom.page.fetch;

import dev.pressroom.base.Chars;
import dev.pressroom.base.Failure;
import dev.pressroom.page.Challenge;
import dev.pressroom.page.MediaType;
import dev.pressroom.page.PageFailures;
import dev.pressroom.page.fetch.PageMemory.BodyMemory;
import dev.pressroom.page.url.PageUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends one request over a connection of its own to an address that was checked. Stays on one Vert.x context. */
final class FetchRequest {
    private static final String USER_AGENT = "Mozilla/5.0 (compatible; Pressroom; reads a page on behalf of its owner)";
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MAX_ADDRESSES = 4;
    private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final HttpClientAgent http;
    private final FetchLimits limits;
    private final PageUrl url;
    private final FetchTarget target;
    private final BodyMemory memory;
    private final Promise<FetchResponse> outcome = Promise.promise();
    private Optional<HttpClientConnection> connection = Optional.empty();
    private Optional<IdleTimer> idleTimer = Optional.empty();
    private boolean closed;

    FetchRequest(
            Vertx vertx,
            WorkerExecutor threads,
            HttpClientAgent http,
            FetchLimits limits,
            PageUrl url,
            FetchTarget target,
            BodyMemory memory) {
        this.vertx = vertx;
        this.threads = threads;
        this.http = http;
        this.limits = limits;
        this.url = url;
        this.target = target;
        this.memory = memory;
    }

    /** @param addresses of the host, all checked; tried in order, at most {@link #MAX_ADDRESSES} */
    Future<FetchResponse> start(List<InetAddress> addresses) {
        connect(addresses)
                .compose(this::request)
                .compose(this::read)
                .onComplete(outcome::tryComplete, cause -> outcome.tryFail(NetworkErrors.whileReading(cause)));
        return outcome.future();
    }

    /** Closes the connection in any state, also one that is still being opened. */
    void close() {
        closed = true;
        idleTimer.ifPresent(IdleTimer::stop);
        connection.ifPresent(HttpClientConnection::close);
        connection = Optional.empty();
    }

    private Future<HttpClientConnection> connect(List<InetAddress> addresses) {
        Future<HttpClientConnection> opened = connectTo(addresses.get(0));
        for (InetAddress next : addresses.subList(1, Math.min(addresses.size(), MAX_ADDRESSES))) {
            opened = opened.recover(cause ->
                    !closed && NetworkErrors.mayDependOnAddress(cause) ? connectTo(next) : Future.failedFuture(cause));
        }
        return opened.map(this::onConnect).recover(cause -> Future.failedFuture(NetworkErrors.whileConnecting(cause)));
    }

    /** Connects to the address. The host name is only used to verify the certificate. */
    private Future<HttpClientConnection> connectTo(InetAddress address) {
        return http.connect(new HttpConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.isSecure())
                .setConnectTimeout(limits.connect().toMillis())
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port()))));
    }

    private HttpClientConnection onConnect(HttpClientConnection opened) {
        connection = Optional.of(opened);
        if (closed) {
            close();
            return opened;
        }
        opened.exceptionHandler(cause -> {});
        idleTimer = Optional.of(new IdleTimer(vertx, limits.idle(), () -> outcome.tryFail(PageFailures.timeout(null))));
        return opened;
    }

    private Future<HttpClientResponse> request(HttpClientConnection opened) {
        return opened.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setURI(url.target())
                        .putHeader(HttpHeaders.HOST, url.authority())
                        .putHeader(HttpHeaders.USER_AGENT, USER_AGENT)
                        .putHeader(HttpHeaders.ACCEPT, target.accept())
                        .putHeader(HttpHeaders.ACCEPT_ENCODING, Compression.OFFERED)
                        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE))
                .compose(HttpClientRequest::send);
    }

    private Future<FetchResponse> read(HttpClientResponse response) {
        response.exceptionHandler(cause -> {});
        idleTimer.ifPresent(IdleTimer::reset);
        int status = response.statusCode();
        if (REDIRECTS.contains(status)) {
            return Future.succeededFuture(new FetchResponse.Redirect(header(response, HttpHeaders.LOCATION)));
        }
        if (Challenge.isAnnounced(response)) {
            return Future.failedFuture(PageFailures.challenge());
        }
        if (status >= 400) {
            return onErrorStatus(response, PageFailures.ofStatus(status, retryAfter(response)));
        }
        if (status == 204 || status == 205) {
            return Future.failedFuture(PageFailures.empty());
        }
        return status < 200 || status >= 300 ? Future.failedFuture(PageFailures.unreadable(null)) : document(response);
    }

    private Future<FetchResponse> document(HttpClientResponse response) {
        Optional<MediaType> type = header(response, HttpHeaders.CONTENT_TYPE).flatMap(MediaType::parse);
        if (type.isPresent() && !target.accepts(type.get())) {
            return Future.failedFuture(PageFailures.notHtml(type.get().described()));
        }
        Optional<Compression> compression = Compression.of(header(response, HttpHeaders.CONTENT_ENCODING));
        if (compression.isEmpty()) {
            return Future.failedFuture(PageFailures.unreadable(null));
        }
        return body(response, compression.get(), limits)
                .map(body -> new FetchResponse.Document(target, type, compression.get(), body));
    }

    /** Reads the beginning of the error page to find out whether it is a bot check. */
    private Future<FetchResponse> onErrorStatus(HttpClientResponse response, Failure failure) {
        Optional<MediaType> type = header(response, HttpHeaders.CONTENT_TYPE).flatMap(MediaType::parse);
        Optional<Compression> compression = Compression.of(header(response, HttpHeaders.CONTENT_ENCODING));
        if (!Challenge.isChallengeStatus(response.statusCode())
                || type.filter(MediaType::isPage).isEmpty()
                || compression.isEmpty()) {
            return Future.failedFuture(failure);
        }
        FetchLimits errorLimits = limits.forError();
        return body(response, compression.get(), errorLimits)
                .map(body -> new FetchResponse.Document(target, type, compression.get(), body))
                .compose(page -> memory.parse(page.readMemory(errorLimits))
                        .compose(v ->
                                threads.executeBlocking(() -> Challenge.isErrorPage(page.text(errorLimits)), false)))
                .otherwise(false)
                .compose(challenge -> Future.failedFuture(challenge ? PageFailures.challenge() : failure));
    }

    private Future<Buffer> body(HttpClientResponse response, Compression compression, FetchLimits limits) {
        Promise<Buffer> body = Promise.promise();
        BodyBuffer buffer = new BodyBuffer(limits, compression, declared(response));
        response.exceptionHandler(body::tryFail);
        response.endHandler(end -> body.tryComplete(buffer.kept()));
        response.handler(chunk -> {
            idleTimer.ifPresent(IdleTimer::reset);
            if (!body.future().isComplete() && !buffer.add(chunk)) {
                body.tryFail(PageFailures.tooLarge(limits.maxBytes()));
            }
            long bytes = buffer.additionalMemory();
            if (bytes > 0) {
                response.pause();
                memory.receive(bytes).onSuccess(v -> resume(response)).onFailure(body::tryFail);
            }
        });
        return body.future();
    }

    private static long declared(HttpClientResponse response) {
        return header(response, HttpHeaders.CONTENT_LENGTH)
                .filter(value -> Chars.all(value, 1, 9, Chars::isDigit))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** Resets the idle timer: the site did not cause this pause. */
    private void resume(HttpClientResponse response) {
        idleTimer.ifPresent(IdleTimer::reset);
        response.resume();
    }

    /** Vert.x decodes headers as Latin-1; URLs in them are UTF-8 when they are not ASCII. */
    private static Optional<String> header(HttpClientResponse response, CharSequence name) {
        return Optional.ofNullable(response.getHeader(name))
                .map(value -> new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    /** The site's Retry-After in seconds, at most {@link #MAX_RETRY_AFTER}; empty without one, and for a date. */
    private static Optional<Duration> retryAfter(HttpClientResponse response) {
        return header(response, HttpHeaders.RETRY_AFTER)
                .map(String::strip)
                .filter(value -> Chars.all(value, 1, 9, Chars::isDigit))
                .map(value -> Duration.ofSeconds(Math.min(Long.parseLong(value), MAX_RETRY_AFTER.toSeconds())));
    }
}
