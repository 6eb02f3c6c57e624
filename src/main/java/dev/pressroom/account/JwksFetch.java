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
 * Fetches the document of keys: bounded in time and size, and without following redirects. Its address is given, or found
 * by OpenID Connect Discovery 1.0 (section 4) from the URL of the issuer.
 */
final class JwksFetch {
    private static final int LONGEST_SECONDS = 5;
    private static final int MOST_BYTES = 1 << 20;
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final URI url;
    private final boolean discovered;
    private final HttpClient client;

    private JwksFetch(Vertx vertx, URI url, boolean discovered) {
        this.url = url;
        this.discovered = discovered;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(LONGEST_SECONDS))
                .setIdleTimeout(LONGEST_SECONDS));
    }

    /** @param url of the document itself */
    static JwksFetch of(Vertx vertx, URI url) {
        return new JwksFetch(vertx, url, false);
    }

    /** @param issuer whose configuration names the document */
    static JwksFetch discovered(Vertx vertx, URI issuer) {
        return new JwksFetch(vertx, issuer, true);
    }

    URI url() {
        return url;
    }

    /** Fails with a sentence for the log when there is no document with at least one usable key. */
    Future<JwksDocument> get() {
        return (discovered ? discover() : Future.succeededFuture(url.toString()))
                .compose(this::get)
                .timeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                .map(JwksDocument::parse)
                .compose(JwksFetch::usable);
    }

    /** The configuration must name the issuer that it was asked of, or another could pass off its keys as that one's. */
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
            return Future.failedFuture(new IOException("the answer was " + response.statusCode()));
        }
        Buffer received = Buffer.buffer();
        response.handler(piece -> {
            received.appendBuffer(piece);
            if (received.length() > MOST_BYTES) {
                whole.tryFail(new IOException("the document is longer than " + MOST_BYTES + " bytes"));
                request.reset();
            }
        });
        response.endHandler(end -> whole.tryComplete(received));
        return whole.future();
    }

    private static Future<JwksDocument> usable(JwksDocument document) {
        return document.keys().isEmpty()
                ? Future.failedFuture(
                        new IOException("the document holds no usable key (RSA, EC or Ed25519, for signatures)"))
                : Future.succeededFuture(document);
    }
}
