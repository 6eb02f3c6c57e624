package dev.pressroom.page.fetch;

import io.vertx.core.buffer.Buffer;

/** A body as it comes in: its beginning is kept, its length is watched. */
final class BodyBuffer {
    /** Bytes that are not counted: less than a connection takes. */
    private static final int FREE = 32 << 10;

    private final int keptAtMost;
    private final int readAtMost;
    private final Buffer kept = Buffer.buffer();
    private long length;
    private final long declared;
    private long memory;

    /**
     * Of a compressed body the end is needed too: one that is larger than what is kept of a plain one is refused.
     *
     * @param declared bytes of the body as the site says, 0 where it does not
     */
    BodyBuffer(FetchLimits limits, Compression compression, long declared) {
        this.keptAtMost = limits.kept();
        this.declared = Math.min(declared, limits.kept());
        this.readAtMost = compression == Compression.NONE ? limits.most() : limits.kept();
    }

    /** @return whether the body may go on */
    boolean take(Buffer piece) {
        length += piece.length();
        int room = keptAtMost - kept.length();
        kept.appendBuffer(piece, 0, Math.min(room, piece.length()));
        return length <= readAtMost;
    }

    /**
     * Bytes of memory that the body has come to need since the last call, up to twice its length and as much again while
     * the buffer grows: all that was declared at once, else in steps that double.
     */
    long memoryToTake() {
        long length = Math.max(kept.length(), declared);
        long needed = length <= FREE ? 0 : 4 * Long.highestOneBit(length - 1);
        long more = Math.max(0, needed - memory);
        memory += more;
        return more;
    }

    Buffer kept() {
        return kept;
    }
}
