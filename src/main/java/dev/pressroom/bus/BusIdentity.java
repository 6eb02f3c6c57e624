package dev.pressroom.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Set;

/**
 * By what a node is known on the event bus, and whom it believes.
 *
 * @param own the certificate that it shows
 * @param trusted the certificates that it accepts, its own among them
 */
public record BusIdentity(BusCertificate own, List<String> trusted) {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3");

    /** Both sides of a connection must show a certificate. It belongs to the cluster, not to a host. */
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
