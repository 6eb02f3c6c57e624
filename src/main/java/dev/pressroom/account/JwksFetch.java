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

/** Fetches the document of keys: bounded in time and size, and without following redirects. */
final class JwksFetch {
    private static final int LONGEST_SECONDS = 5;
    private static final int MOST_BYTES = 1 << 20;

    private final URI url;
    private final HttpClient client;

    JwksFetch(Vertx vertx, URI url) {
        this.url = url;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(LONGEST_SECONDS))
                .setIdleTimeout(LONGEST_SECONDS));
    }

    URI url() {
        return url;
    }

    /** Fails with a sentence for the log when there is no document with at least one usable key. */
    Future<JwksDocument> get() {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url.toString())
                .putHeader("accept", "application/json");
        return client.request(options)
                .compose(this::send)
                .timeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                .map(body -> JwksDocument.parse(new JsonObject(body)))
                .compose(JwksFetch::usable);
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
                ? Future.failedFuture(new IOException("the document holds no RS256 or ES256 key"))
                : Future.succeededFuture(document);
    }
}
