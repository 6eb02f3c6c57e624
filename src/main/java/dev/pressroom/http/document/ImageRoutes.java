package dev.pressroom.http.document;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.JsonResponses;
import dev.pressroom.http.request.PathIds;
import dev.pressroom.http.request.Preferences;
import dev.pressroom.image.Image;
import dev.pressroom.image.ImageStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;

/** Serves generated images to anybody who knows their address. They never change. */
public final class ImageRoutes {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String NO_ACTIVE_CONTENT = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private final ImageStore images;

    public ImageRoutes(ImageStore images) {
        this.images = images;
    }

    /** {@code GET /api/v1/images/:imageId} */
    public void get(RoutingContext context) {
        UUID id = PathIds.of(context, "imageId");
        String etag = '"' + id.toString() + '"';
        Future<Void> answered = Preferences.matches(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)
                ? images.existing(List.of(id))
                        .compose(found -> found.contains(id) ? notModified(context, etag) : notFound())
                : images.find(id)
                        .compose(found ->
                                found.map(image -> send(context, etag, image)).orElseGet(ImageRoutes::notFound));
        answered.onFailure(cause -> {
            if (!context.response().ended() && !context.response().closed()) {
                context.fail(cause);
            }
        });
    }

    private static Future<Void> notModified(RoutingContext context, String etag) {
        return lasting(context, etag).setStatusCode(304).end();
    }

    private static Future<Void> send(RoutingContext context, String etag, Image image) {
        return JsonResponses.send(context, image.bytes(), response -> {
            lasting(context, etag)
                    .putHeader(HttpHeaders.CONTENT_TYPE, image.contentType())
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Content-Security-Policy", NO_ACTIVE_CONTENT);
            if (!image.contentType().equals(Image.SVG)) {
                response.putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
            }
        });
    }

    private static HttpServerResponse lasting(RoutingContext context, String etag) {
        return context.response().putHeader(HttpHeaders.ETAG, etag).putHeader(HttpHeaders.CACHE_CONTROL, FOR_EVER);
    }

    private static Future<Void> notFound() {
        return Future.failedFuture(new Failure(ErrorCode.NOT_FOUND, "There is no such image."));
    }
}
