package dev.pressroom.http.stream;

import dev.pressroom.http.request.ImageUrls;
import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;

/** A frame that is encoded for the first subscriber that sends it, and shared by the others. Used on one event loop. */
public final class SharedFrame implements Supplier<Buffer> {
    private final Supplier<Buffer> encoding;
    private Buffer encoded;
    private Buffer absolute;
    private ImageUrls absoluteBy;

    SharedFrame(Supplier<Buffer> encoding) {
        this.encoding = encoding;
    }

    /** The frame; must not be modified. */
    @Override
    public Buffer get() {
        if (encoded == null) {
            encoded = encoding.get();
        }
        return encoded;
    }

    /** The frame with absolute URLs of images. The subscribers of an event loop have the same {@code urls}. */
    Buffer absolute(ImageUrls urls) {
        if (absoluteBy != urls) {
            absolute = urls.absolute(get());
            absoluteBy = urls;
        }
        return absolute;
    }
}
