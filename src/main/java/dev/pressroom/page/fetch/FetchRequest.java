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

/** One request on a connection of its own, to an address that was checked. Stays on one Vert.x context. */
final class FetchRequest {
    private static final String US = "Mozilla/5.0 (compatible; Pressroom; reads a page on behalf of its owner)";
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_ADDRESSES = 4;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final HttpClientAgent http;
    private final FetchLimits limits;
    private final PageUrl url;
    private final FetchTarget wanted;
    private final BodyMemory memory;
    private final Promise<FetchResponse> answer = Promise.promise();
    private Optional<HttpClientConnection> connection = Optional.empty();
    private Optional<IdleTimer> silence = Optional.empty();
    private boolean closed;

    FetchRequest(
            Vertx vertx, HttpClientAgent http, FetchLimits limits, PageUrl url, FetchTarget wanted, BodyMemory memory) {
        this.vertx = vertx;
        this.http = http;
        this.limits = limits;
        this.url = url;
        this.wanted = wanted;
        this.memory = memory;
    }

    /** @param addresses of the host, all of them checked */
    Future<FetchResponse> start(List<InetAddress> addresses) {
        connect(addresses)
                .compose(this::request)
                .compose(this::read)
                .onComplete(answer::tryComplete, cause -> answer.tryFail(NetworkErrors.whileReading(cause)));
        return answer.future();
    }

    /** Closes the connection, whatever state it is in, also one that has yet to come about. */
    void close() {
        closed = true;
        silence.ifPresent(IdleTimer::stop);
        connection.ifPresent(HttpClientConnection::close);
        connection = Optional.empty();
    }

    private Future<HttpClientConnection> connect(List<InetAddress> addresses) {
        Future<HttpClientConnection> opened = open(addresses.get(0));
        for (InetAddress next : addresses.subList(1, Math.min(addresses.size(), MOST_ADDRESSES))) {
            opened = opened.recover(
                    cause -> !closed && NetworkErrors.isOfThisAddress(cause) ? open(next) : Future.failedFuture(cause));
        }
        return opened.map(this::take).recover(cause -> Future.failedFuture(NetworkErrors.whileConnecting(cause)));
    }

    /** The host is named for the certificate's sake alone: what is connected to is the address. */
    private Future<HttpClientConnection> open(InetAddress address) {
        return http.connect(new HttpConnectOptions()
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.isSecure())
                .setConnectTimeout(limits.connect().toMillis())
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port()))));
    }

    private HttpClientConnection take(HttpClientConnection opened) {
        connection = Optional.of(opened);
        if (closed) {
            close();
            return opened;
        }
        opened.exceptionHandler(told -> {});
        silence = Optional.of(new IdleTimer(vertx, limits.idle(), () -> answer.tryFail(PageFailures.timeout(null))));
        return opened;
    }

    private Future<HttpClientResponse> request(HttpClientConnection opened) {
        return opened.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setURI(url.target())
                        .putHeader(HttpHeaders.HOST, url.authority())
                        .putHeader(HttpHeaders.USER_AGENT, US)
                        .putHeader(HttpHeaders.ACCEPT, wanted.accept())
                        .putHeader(HttpHeaders.ACCEPT_ENCODING, Compression.OFFERED)
                        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE))
                .compose(HttpClientRequest::send);
    }

    private Future<FetchResponse> read(HttpClientResponse response) {
        response.exceptionHandler(told -> {});
        silence.ifPresent(IdleTimer::heard);
        int status = response.statusCode();
        if (REDIRECTS.contains(status)) {
            return Future.succeededFuture(new FetchResponse.Redirect(header(response, HttpHeaders.LOCATION)));
        }
        if (Challenge.isAnnounced(response)) {
            return Future.failedFuture(PageFailures.challenge());
        }
        if (status >= 400) {
            return refused(response, PageFailures.ofStatus(status, retryAfter(response)));
        }
        if (status == 204 || status == 205) {
            return Future.failedFuture(PageFailures.empty());
        }
        return status < 200 || status >= 300 ? Future.failedFuture(PageFailures.unreadable(null)) : document(response);
    }

    private Future<FetchResponse> document(HttpClientResponse response) {
        Optional<MediaType> type = header(response, HttpHeaders.CONTENT_TYPE).flatMap(MediaType::parse);
        if (type.isPresent() && !wanted.isOf(type.get())) {
            return Future.failedFuture(PageFailures.notHtml(type.get().described()));
        }
        Optional<Compression> compression = Compression.of(header(response, HttpHeaders.CONTENT_ENCODING));
        if (compression.isEmpty()) {
            return Future.failedFuture(PageFailures.unreadable(null));
        }
        return body(response, compression.get(), limits)
                .map(body -> new FetchResponse.Document(wanted, type, compression.get(), body));
    }

    /** The page that comes with a refusal tells whether it is one for robots alone. */
    private Future<FetchResponse> refused(HttpClientResponse response, Failure failure) {
        Optional<MediaType> type = header(response, HttpHeaders.CONTENT_TYPE).flatMap(MediaType::parse);
        Optional<Compression> compression = Compression.of(header(response, HttpHeaders.CONTENT_ENCODING));
        if (!Challenge.mayHaveStatus(response.statusCode())
                || type.filter(MediaType::isPage).isEmpty()
                || compression.isEmpty()) {
            return Future.failedFuture(failure);
        }
        FetchLimits few = limits.ofError();
        return body(response, compression.get(), few)
                .map(body -> new FetchResponse.Document(wanted, type, compression.get(), body))
                .compose(page -> memory.parse(page.bytesToRead(few))
                        .compose(v -> vertx.executeBlocking(() -> Challenge.isWholePage(page.text(few)), false)))
                .otherwise(false)
                .compose(challenge -> Future.failedFuture(challenge ? PageFailures.challenge() : failure));
    }

    private Future<Buffer> body(HttpClientResponse response, Compression compression, FetchLimits limits) {
        Promise<Buffer> whole = Promise.promise();
        BodyBuffer received = new BodyBuffer(limits, compression, declared(response));
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(received.kept()));
        response.handler(piece -> {
            silence.ifPresent(IdleTimer::heard);
            if (!whole.future().isComplete() && !received.take(piece)) {
                whole.tryFail(PageFailures.tooLarge(limits.most()));
            }
            long more = received.memoryToTake();
            if (more > 0) {
                response.pause();
                memory.receive(more).onSuccess(v -> resume(response)).onFailure(whole::tryFail);
            }
        });
        return whole.future();
    }

    private static long declared(HttpClientResponse response) {
        return header(response, HttpHeaders.CONTENT_LENGTH)
                .filter(value -> Chars.all(value, 1, 9, Chars::isDigit))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** The wait was ours and not the site's. */
    private void resume(HttpClientResponse response) {
        silence.ifPresent(IdleTimer::heard);
        response.resume();
    }

    /** Headers are read as Latin-1; the addresses in them are UTF-8 where they are not plain ASCII. */
    private static Optional<String> header(HttpClientResponse response, CharSequence name) {
        return Optional.ofNullable(response.getHeader(name))
                .map(value -> new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    /** A stranger's wish is heard within reason. */
    private static Optional<Duration> retryAfter(HttpClientResponse response) {
        return header(response, HttpHeaders.RETRY_AFTER)
                .map(String::strip)
                .filter(value -> Chars.all(value, 1, 9, Chars::isDigit))
                .map(value -> Duration.ofSeconds(Math.min(Long.parseLong(value), LONGEST_WAIT.toSeconds())));
    }
}
