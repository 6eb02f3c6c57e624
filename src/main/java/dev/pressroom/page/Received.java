package dev.pressroom.page;

import io.vertx.core.buffer.Buffer;

/** A body as it comes in: its beginning is kept, its length is watched. */
final class Received {
    private final int keptAtMost;
    private final int readAtMost;
    private final Buffer kept = Buffer.buffer();
    private long length;

    /** Of a compressed body the end is needed too: one that is larger than what is kept of a plain one is refused. */
    Received(Limits limits, Compression compression) {
        this.keptAtMost = limits.kept();
        this.readAtMost = compression == Compression.NONE ? limits.most() : limits.kept();
    }

    /** @return whether the body may go on */
    boolean take(Buffer piece) {
        length += piece.length();
        int room = keptAtMost - kept.length();
        kept.appendBuffer(piece, 0, Math.min(room, piece.length()));
        return length <= readAtMost;
    }

    Buffer kept() {
        return kept;
    }
}
