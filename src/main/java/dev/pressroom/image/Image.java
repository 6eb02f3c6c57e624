package dev.pressroom.image;

import io.vertx.core.buffer.Buffer;

/**
 * A picture as it is stored and served.
 *
 * @param contentType one of {@code image/svg+xml}, {@code image/png}, {@code image/jpeg}, {@code image/webp}
 */
public record Image(String contentType, Buffer bytes) {
    public static final String SVG = "image/svg+xml";
}
