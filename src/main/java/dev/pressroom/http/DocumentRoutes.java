package dev.pressroom.http;

import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.http.schema.ApiDocument;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Callable;

/**
 * Serves the OpenAPI document as YAML and as JSON, from memory, with an entity tag for each. Each form is made at its first
 * request, on a worker thread.
 */
final class DocumentRoutes {
    /** Clients may use their copy for a minute, then ask with its tag: a new version of the service has a new document. */
    private static final String CACHING = "public, max-age=60";

    private static final int TAG_CHARS = 32;

    private DocumentRoutes() {}

    private static final class Yaml {
        static final Document READ = Document.of(yaml());
    }

    private static final class Json {
        static final Document READ = Document.of(ApiDocument.parse().toBuffer());
    }

    private record Document(Buffer body, String tag) {
        static Document of(Buffer body) {
            return new Document(body, DocumentRoutes.tag(body));
        }
    }

    static void mount(Router router) {
        mount(router, "/openapi.yaml", "application/yaml; charset=utf-8", () -> Yaml.READ);
        mount(router, "/openapi.json", "application/json; charset=utf-8", () -> Json.READ);
    }

    private static void mount(Router router, String path, String contentType, Callable<Document> document) {
        router.get(path)
                .method(HttpMethod.HEAD)
                .handler(context -> context.vertx()
                        .executeBlocking(document, false)
                        .onSuccess(made -> respond(context, contentType, made.body(), made.tag()))
                        .onFailure(context::fail));
    }

    private static void respond(RoutingContext context, String contentType, Buffer document, String tag) {
        context.response().putHeader(HttpHeaders.ETAG, tag).putHeader(HttpHeaders.CACHE_CONTROL, CACHING);
        if (Preferences.matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            context.response().setStatusCode(304).end();
            return;
        }
        JsonResponses.send(context, document, response -> response.putHeader(HttpHeaders.CONTENT_TYPE, contentType));
    }

    private static String tag(Buffer document) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(document.getBytes());
            return '"' + new BigInteger(1, digest).toString(16).substring(0, TAG_CHARS) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Buffer yaml() {
        try (InputStream in = DocumentRoutes.class.getResourceAsStream("/" + ApiDocument.RESOURCE)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
