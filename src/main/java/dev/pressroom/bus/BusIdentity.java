package dev.pressroom.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Set;

/**
 * The TLS identity of a node on the event bus.
 *
 * @param own the certificate that it presents
 * @param trusted the certificates that it accepts, including its own
 */
public record BusIdentity(BusCertificate own, List<String> trusted) {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3");

    /** Configures mutual TLS. Host names are not verified: the certificate belongs to the cluster, not to a host. */
    void secure(EventBusOptions options) {
        PemTrustOptions trust = new PemTrustOptions();
        trusted.forEach(certificate -> trust.addCertValue(Buffer.buffer(certificate)));
        options.setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(own.certificate()))
                        .addKeyValue(Buffer.buffer(own.privateKey().value())))
                .setTrustOptions(trust)
                .setEnabledSecureTransportProtocols(PROTOCOLS);
    }
}
