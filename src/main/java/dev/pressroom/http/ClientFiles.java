package dev.pressroom.http;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * Serves the files of the client library from the class path, to pages of every origin, and the library as an npm package.
 * Each has an ETag of its contents and is revalidated: the modules import each other and must be of the same version.
 */
final class ClientFiles {
    static final String PREFIX = "/client/";

    private static final String FOLDER = "client/";
    private static final String PACKAGE = "pressroom-client.tgz";
    private static final String PACKAGE_TYPE = "application/gzip";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** By the ending of the name. A page among the examples is text to read: it belongs to another origin. */
    private static final Map<String, String> TYPES = Map.of(
            ".js",
            "text/javascript; charset=utf-8",
            ".d.ts",
            "application/typescript; charset=utf-8",
            ".json",
            "application/json; charset=utf-8",
            ".md",
            "text/markdown; charset=utf-8",
            ".html",
            TEXT);

    private static final Set<String> FOLDERS = Set.of("", "lib/", "examples/");

    private final FileSystem files;
    private final Map<String, Served> served = new HashMap<>();

    ClientFiles(FileSystem files) {
        this.files = files;
    }

    /** Responds with the file, with 304 when the client has it, or with 404. */
    void serve(RoutingContext context) {
        find(context, context.request().path().substring(PREFIX.length()))
                .onSuccess(file -> respond(context, file))
                .onFailure(cause -> context.fail(new Failure(ErrorCode.NOT_FOUND, "The client has no such file.")));
    }

    private Future<Served> find(RoutingContext context, String name) {
        Served known = served.get(name);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return name.equals(PACKAGE) ? pack(context.vertx()) : read(name);
    }

    private Future<Served> pack(Vertx vertx) {
        return vertx.executeBlocking(ClientPackage::archive, false)
                .map(content -> keep(PACKAGE, content, PACKAGE_TYPE));
    }

    private Future<Served> read(String name) {
        int slash = name.lastIndexOf('/') + 1;
        int dot = name.indexOf('.', slash);
        if (!FOLDERS.contains(name.substring(0, slash)) || dot < 0 || !TYPES.containsKey(name.substring(dot))) {
            return Future.failedFuture("no file of the client");
        }
        return files.readFile(FOLDER + name).map(content -> keep(name, content, TYPES.get(name.substring(dot))));
    }

    private Served keep(String name, Buffer content, String type) {
        Served file = new Served(content, etag(content), type);
        served.put(name, file);
        return file;
    }

    private static void respond(RoutingContext context, Served file) {
        context.response()
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader(HttpHeaders.ETAG, file.etag())
                .putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && known.contains(file.etag())) {
            context.response().setStatusCode(304).end();
        } else if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response()
                    .putHeader(
                            HttpHeaders.CONTENT_LENGTH,
                            Integer.toString(file.content().length()))
                    .end();
        } else {
            context.response().end(file.content());
        }
    }

    private static String etag(Buffer content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Served(Buffer content, String etag, String type) {}
}
