package dev.pressroom.image;

import io.vertx.core.buffer.Buffer;

/**
 * An image as it is stored and served.
 *
 * @param contentType {@code image/svg+xml}, {@code image/png}, {@code image/jpeg} or {@code image/webp}
 */
public record Image(String contentType, Buffer bytes) {
    public static final String SVG = "image/svg+xml";
}
