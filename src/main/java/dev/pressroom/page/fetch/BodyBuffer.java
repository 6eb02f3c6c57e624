package dev.pressroom.page.fetch;

import io.vertx.core.buffer.Buffer;

/** Receives a body: keeps its beginning, counts its bytes, and computes the memory it needs. */
final class BodyBuffer {
    /** Bodies up to this size are not counted as memory: a connection takes more. */
    private static final int UNCOUNTED_BYTES = 32 << 10;

    private final int maxKeptBytes;
    private final int maxReadBytes;
    private final Buffer kept = Buffer.buffer();
    private long length;
    private final long declared;
    private long memory;

    /**
     * A compressed body can only be read whole, so it is refused when it has more bytes than are kept.
     *
     * @param declared bytes by the Content-Length header, 0 without it
     */
    BodyBuffer(FetchLimits limits, Compression compression, long declared) {
        this.maxKeptBytes = limits.keptBytes();
        this.declared = Math.min(declared, limits.keptBytes());
        this.maxReadBytes = compression == Compression.NONE ? limits.maxBytes() : limits.keptBytes();
    }

    /** Returns false when the body is too large. */
    boolean add(Buffer chunk) {
        length += chunk.length();
        int room = maxKeptBytes - kept.length();
        kept.appendBuffer(chunk, 0, Math.min(room, chunk.length()));
        return length <= maxReadBytes;
    }

    /**
     * Bytes of memory needed since the last call: two to four times the length, in steps that double (the buffer, and
     * its copy while it grows). The declared length counts at once.
     */
    long additionalMemory() {
        long length = Math.max(kept.length(), declared);
        long needed = length <= UNCOUNTED_BYTES ? 0 : 4 * Long.highestOneBit(length - 1);
        long more = Math.max(0, needed - memory);
        memory += more;
        return more;
    }

    Buffer kept() {
        return kept;
    }
}
