package dev.pressroom.account;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * Fetches a JSON Web Key Set within 5 s and 1 MiB, without following redirects. Its URL is configured, or found by OpenID
 * Connect Discovery 1.0 (section 4) from the URL of the issuer.
 */
final class JwksFetch {
    private static final int TIMEOUT_SECONDS = 5;
    private static final int MAX_BYTES = 1 << 20;
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final URI url;
    private final boolean discovered;
    private final HttpClient client;

    private JwksFetch(Vertx vertx, URI url, boolean discovered) {
        this.url = url;
        this.discovered = discovered;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS))
                .setIdleTimeout(TIMEOUT_SECONDS));
    }

    /** @param url of the key set itself */
    static JwksFetch of(Vertx vertx, URI url) {
        return new JwksFetch(vertx, url, false);
    }

    /** @param issuer whose configuration has the URL of the key set */
    static JwksFetch discovered(Vertx vertx, URI issuer) {
        return new JwksFetch(vertx, issuer, true);
    }

    URI url() {
        return url;
    }

    /** Fails with a message for the log when there is no key set with at least one usable key. */
    Future<JwksDocument> get() {
        return (discovered ? discover() : Future.succeededFuture(url.toString()))
                .compose(this::get)
                .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .map(JwksDocument::parse)
                .compose(JwksFetch::requireKeys);
    }

    /** The configuration must name the same issuer (section 4.3), or another issuer could substitute its keys. */
    private Future<String> discover() {
        String issuer = url.toString();
        String bare = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return get(bare + WELL_KNOWN).compose(configuration -> {
            String named = String.valueOf(configuration.getValue("issuer"));
            if (!named.equals(issuer) && !named.equals(bare) && !named.equals(bare + "/")) {
                return Future.failedFuture(new IOException("the configuration names another issuer"));
            }
            return configuration.getValue("jwks_uri") instanceof String keys
                    ? Future.succeededFuture(keys)
                    : Future.failedFuture(new IOException("the configuration names no jwks_uri"));
        });
    }

    private Future<JsonObject> get(String address) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address)
                .putHeader("accept", "application/json");
        return client.request(options).compose(this::send).map(JsonObject::new);
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<Buffer> send(HttpClientRequest request) {
        return request.send().compose(response -> body(request, response));
    }

    private static Future<Buffer> body(HttpClientRequest request, HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != 200) {
            request.reset();
            return Future.failedFuture(new IOException("the response status was " + response.statusCode()));
        }
        Buffer received = Buffer.buffer();
        response.handler(chunk -> {
            received.appendBuffer(chunk);
            if (received.length() > MAX_BYTES) {
                whole.tryFail(new IOException("the document is longer than " + MAX_BYTES + " bytes"));
                request.reset();
            }
        });
        response.endHandler(end -> whole.tryComplete(received));
        return whole.future();
    }

    private static Future<JwksDocument> requireKeys(JwksDocument document) {
        return document.keys().isEmpty()
                ? Future.failedFuture(
                        new IOException("the document holds no usable key (RSA, EC or Ed25519, for signatures)"))
                : Future.succeededFuture(document);
    }
}
