package dev.pressroom.webhook;

import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import dev.pressroom.page.fetch.AddressGuard;
import dev.pressroom.page.fetch.NetworkErrors;
import dev.pressroom.page.fetch.Resolver;
import dev.pressroom.page.url.PageUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sends deliveries. The URL of a receiver is untrusted, so it is treated as that of a page: for each attempt the name is
 * resolved, all addresses are checked, and the connection goes to a checked address. Redirects are not followed. Stays on
 * one Vert.x context.
 */
final class WebhookSender {
    private static final int MAX_HEADER_BYTES = 32 << 10;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(4);

    private final Vertx vertx;
    private final HttpClientAgent http;
    private final AddressGuard guard;
    private final Resolver resolver;
    private final Clock clock;
    private final Duration timeout;

    /**
     * @param timeout from the DNS lookup to the end of the answer
     * @param trust trusted certificates; empty for the trust store of the JVM
     */
    WebhookSender(
            Vertx vertx,
            AddressGuard guard,
            Resolver resolver,
            Clock clock,
            Duration timeout,
            Optional<TrustOptions> trust) {
        this.vertx = vertx;
        this.guard = guard;
        this.resolver = resolver;
        this.clock = clock;
        this.timeout = timeout;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) connectTimeout().toMillis())
                .setSslHandshakeTimeout(timeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setVerifyHost(true)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false);
        trust.ifPresent(options::setTrustOptions);
        this.http = vertx.createHttpClient(options);
    }

    private Duration connectTimeout() {
        return timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT;
    }

    /** Sends a delivery once. Never fails. */
    Future<Answer> send(Delivery delivery) {
        PageUrl url;
        try {
            url = PageUrl.parse(delivery.url());
        } catch (Failure invalid) {
            return Future.succeededFuture(Answer.without(Outcome.UNREACHABLE));
        }
        WebhookRequest request = new WebhookRequest(vertx, http, url, signed(delivery), clock, connectTimeout());
        long timer = vertx.setTimer(timeout.toMillis(), late -> request.expire());
        addresses(url, delivery)
                .compose(addresses -> addresses.stream().allMatch(guard::allows)
                        ? request.start(addresses)
                        : Future.succeededFuture(Answer.without(Outcome.ADDRESS_REFUSED)))
                .onComplete(request::end);
        return request.answer().onComplete(done -> vertx.cancelTimer(timer));
    }

    private WebhookRequest.Signed signed(Delivery delivery) {
        String id = delivery.id().toString();
        long timestamp = clock.instant().getEpochSecond();
        List<Secret> secrets = delivery.secrets();
        return new WebhookRequest.Signed(
                id, timestamp, Signature.of(id, timestamp, delivery.body(), secrets), delivery.body());
    }

    /** Lookups of one user share a limit, so that a name server that does not answer delays no other user. */
    private Future<List<InetAddress>> addresses(PageUrl url, Delivery delivery) {
        return url.address()
                .map(address -> Future.succeededFuture(List.of(address)))
                .orElseGet(() -> resolver.resolve(url.host(), delivery.userId().toString())
                        .compose(WebhookSender::notEmpty))
                .recover(cause -> Future.failedFuture(NetworkErrors.whileResolving(cause)));
    }

    private static Future<List<InetAddress>> notEmpty(List<InetAddress> addresses) {
        return addresses.isEmpty()
                ? Future.failedFuture(new UnknownHostException("no address"))
                : Future.succeededFuture(addresses);
    }

    Future<Void> close() {
        return http.close().eventually(resolver::close);
    }
}
