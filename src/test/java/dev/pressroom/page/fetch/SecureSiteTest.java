package dev.pressroom.page.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.support.HostileServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecureSiteTest {
    private static final FetchLimits LIMITS =
            new FetchLimits(Duration.ofSeconds(8), Duration.ofSeconds(8), Duration.ofSeconds(2), 1 << 20, 4 << 20);

    private static final SelfSignedCertificate CERTIFICATE = SelfSignedCertificate.create("shop.test");
    private Vertx vertx;
    private HostileServer server;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        server = HostileServer.tls(vertx, CERTIFICATE.keyCertOptions()).html("/", "<title>Safe</title>");
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void aSiteWhoseCertificateIsTrustedIsReadByItsName() {
        List<String> names = new CopyOnWriteArrayList<>();
        server.on("/", request -> {
            names.add(request.connection().indicatedServerName());
            HostileServer.answer(200, "text/html", Buffer.buffer("<title>Safe</title>"))
                    .handle(request);
        });
        assertThat(fetch(trusting(), server.url("shop.test", "/")).html()).contains("Safe");
        assertThat(names).containsExactly("shop.test");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        Failure failure = failure(Optional.empty(), server.url("shop.test", "/"));
        assertThat(failure.code()).isEqualTo(ErrorCode.PAGE_TLS_FAILED);
        assertThat(failure.getMessage()).contains("certificate").doesNotContain("PKIX");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        assertThat(failure(trusting(), server.url("other.test", "/")).code()).isEqualTo(ErrorCode.PAGE_TLS_FAILED);
    }

    @Test
    void aSiteThatSpeaksNoTlsIsRefused() {
        HostileServer plain = HostileServer.start(vertx);
        URI url = URI.create("https://shop.test:" + plain.port() + "/");
        assertThat(failure(trusting(), url).code()).isEqualTo(ErrorCode.PAGE_TLS_FAILED);
    }

    @Test
    void aSiteThatNeverEndsItsHandshakeTakesTooLong() {
        HostileServer mute = HostileServer.raw(vertx, socket -> {});
        FetchLimits hasty =
                new FetchLimits(Duration.ofSeconds(8), Duration.ofMillis(300), Duration.ofSeconds(2), 1 << 20, 4 << 20);
        SafeFetcher fetcher = fetcher(hasty, trusting());
        URI url = URI.create("https://shop.test:" + mute.port() + "/");
        assertThat(catchThrowableOfType(
                                Failure.class,
                                () -> fetcher.fetch(url, new Cancellation()).await())
                        .code())
                .isEqualTo(ErrorCode.PAGE_TIMEOUT);
    }

    @AfterAll
    static void forget() {
        CERTIFICATE.delete();
    }

    private Optional<TrustOptions> trusting() {
        return Optional.of(CERTIFICATE.trustOptions());
    }

    private SafeFetcher fetcher(FetchLimits limits, Optional<TrustOptions> trust) {
        return new SafeFetcher(
                vertx,
                limits,
                new AddressGuard(true),
                host -> Future.succeededFuture(List.of(InetAddress.getLoopbackAddress())),
                Clock.systemUTC(),
                trust);
    }

    private FetchedPage fetch(Optional<TrustOptions> trust, URI url) {
        return fetcher(LIMITS, trust).fetch(url, new Cancellation()).await();
    }

    private Failure failure(Optional<TrustOptions> trust, URI url) {
        return catchThrowableOfType(Failure.class, () -> fetch(trust, url));
    }
}
