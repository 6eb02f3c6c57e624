package dev.pressroom.http.document;

import dev.pressroom.base.Chars;
import dev.pressroom.http.request.JsonResponses;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes the URLs of images absolute in what is sent, since pages of other origins show them, and relative again in what
 * clients send back. What is stored is relative.
 */
public final class ImageUrls {
    private static final String KEY = "image urls";
    private static final String PATH = "/api/v1/images/";
    private static final byte[] PATH_BYTES = PATH.getBytes(StandardCharsets.US_ASCII);

    private final String base;
    private final byte[] baseBytes;

    /** @param base at which clients reach this service, without a slash at its end */
    public ImageUrls(String base) {
        this.base = base;
        this.baseBytes = base.getBytes(StandardCharsets.US_ASCII);
    }

    /** Lets {@link JsonResponses} and the streams use these for a request. */
    public void attach(RoutingContext context) {
        context.put(KEY, this);
    }

    public static ImageUrls of(RoutingContext context) {
        return context.get(KEY);
    }

    /**
     * A copy of a JSON text, or of a frame of a stream, with absolute URLs; the text itself when it has none. A URL begins
     * a JSON text, or is the target of a Markdown image or link.
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

    /** The text with the URLs that {@link #absolute} has made as they were before. */
    String relative(String text) {
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
