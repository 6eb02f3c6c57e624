package dev.pressroom.cli.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * For URLs without TLS: a TLS context that trusts nobody. The default one would read all root certificates when the client
 * is created, which takes as long as the rest of a command.
 */
final class PlainTls {
    private PlainTls() {}

    static HttpClient.Builder applyTo(HttpClient.Builder client, URI url) {
        if (!"http".equalsIgnoreCase(url.getScheme())) {
            return client;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return client.sslContext(context);
        } catch (GeneralSecurityException e) {
            return client;
        }
    }
}
