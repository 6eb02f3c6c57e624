package dev.pressroom.http.stream;

import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;

/** A frame that is encoded for the first subscriber that sends it, and shared by the others. Used on one event loop. */
final class SharedFrame implements Supplier<Buffer> {
    private final Supplier<Buffer> encoding;
    private Buffer encoded;

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
}
