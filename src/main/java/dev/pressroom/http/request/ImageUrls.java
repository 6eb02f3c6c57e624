package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes the URLs of images absolute in responses, since pages of other origins show them, and relative again in content
 * that clients send back. Stored content has relative URLs.
 */
public final class ImageUrls {
    private static final String KEY = "image URLs";
    private static final String PATH = "/api/v1/images/";
    private static final byte[] PATH_BYTES = PATH.getBytes(StandardCharsets.US_ASCII);

    private final String base;
    private final byte[] baseBytes;

    /** @param base the URL at which clients reach this service, without a trailing slash */
    public ImageUrls(String base) {
        this.base = base;
        this.baseBytes = base.getBytes(StandardCharsets.US_ASCII);
    }

    /** The URL at which clients reach this service, without a trailing slash. */
    String baseUrl() {
        return base;
    }

    /** Stores this in the context of a request, where {@link JsonResponses} and the streams find it. */
    public void attach(RoutingContext context) {
        context.put(KEY, this);
    }

    /** Returns null for a request that {@link #attach} was not called for. */
    public static ImageUrls of(RoutingContext context) {
        return context.get(KEY);
    }

    /**
     * Returns a copy of JSON text, or of a frame of a stream, with absolute URLs; the same buffer when it has no such URL.
     * A URL is found at the beginning of a JSON string and as the target of a Markdown image or link.
     */
    public Buffer absolute(Buffer json) {
        byte[] bytes = json.getBytes();
        int at = next(bytes, 0);
        if (at < 0) {
            return json;
        }
        Buffer absolute = Buffer.buffer(bytes.length + 8 * baseBytes.length);
        int from = 0;
        for (; at >= 0; at = next(bytes, at + 1)) {
            absolute.appendBytes(bytes, from, at - from).appendBytes(baseBytes);
            from = at;
        }
        return absolute.appendBytes(bytes, from, bytes.length - from);
    }

    /** The absolute URL of an image of this service; any other URL unchanged. */
    public String absoluteUrl(String url) {
        return url.startsWith(PATH) ? base + url : url;
    }

    /** Reverses {@link #absolute}. */
    public String relative(String text) {
        return text.contains(base + PATH) ? text.replace(base + PATH, PATH) : text;
    }

    private static int next(byte[] bytes, int from) {
        for (int i = Math.max(1, from); i < bytes.length - PATH_BYTES.length; i++) {
            if (bytes[i] == '/' && beginsUrl(bytes[i - 1]) && isPath(bytes, i)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean beginsUrl(byte before) {
        return before == '"' || before == '(' || before == '<';
    }

    private static boolean isPath(byte[] bytes, int at) {
        int end = at + PATH_BYTES.length;
        return Arrays.equals(bytes, at, end, PATH_BYTES, 0, PATH_BYTES.length) && Chars.isHex(bytes[end]);
    }
}
