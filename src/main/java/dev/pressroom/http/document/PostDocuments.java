package dev.pressroom.http.document;

import dev.pressroom.base.TextWork;
import dev.pressroom.http.request.EntityTags;
import dev.pressroom.http.request.ImageUrls;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.post.Post;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Responds with a post in the requested format. Documents are made on two threads of the node, since that takes time. */
final class PostDocuments {
    private static final int THREADS = 2;

    /** For a browser that shows the document in spite of its disposition: no scripts, no requests but for images. */
    private static final String POLICY = "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'; sandbox";

    private final WorkerExecutor threads;

    PostDocuments(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor("post-documents", THREADS);
    }

    /** Sends the post, or 304 when the client has it. Fails with {@code DEADLINE_EXCEEDED} or {@code OVERLOADED}. */
    Future<Void> respond(RoutingContext context, Post post, PostFormat format) {
        String etag = EntityTags.of(post.summary().updatedAt(), format.tagSuffix());
        context.response()
                .putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .putHeader(HttpHeaders.CACHE_CONTROL, JsonResponses.NO_STORE);
        if (Preferences.matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
            return context.response().setStatusCode(304).end();
        }
        if (format == PostFormat.JSON) {
            JsonResponses.json(
                    context, 200, new JsonObject().put("success", true).put("post", PostJson.of(post)));
            return Future.succeededFuture();
        }
        ImageUrls images = ImageUrls.of(context);
        return TextWork.withTimeout(threads.executeBlocking(() -> file(post, format, images), false))
                .compose(file -> JsonResponses.send(context, file.body(), response -> headers(response, format, file)));
    }

    private record File(String name, Buffer body) {}

    private static File file(Post post, PostFormat format, ImageUrls images) {
        PostDocument document = PostDocument.of(post);
        return new File(
                document.fileName(),
                format == PostFormat.HTML ? document.html(images::absoluteUrl) : document.markdown(images::absolute));
    }

    private static void headers(HttpServerResponse response, PostFormat format, File file) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType() + "; charset=utf-8")
                .putHeader(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + file.name() + '.' + format.extension() + '"')
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", POLICY);
    }
}
