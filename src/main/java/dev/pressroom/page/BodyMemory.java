package dev.pressroom.page;

import io.vertx.core.Future;

/** The memory of one body, from its first byte until it is decoded. Stays on one Vert.x context. */
interface BodyMemory {
    /** Takes memory for as much more of the body. Fails with {@code PAGE_TIMEOUT} when there is none. */
    Future<Void> receive(long bytes);

    /** Takes memory to decode and parse. Fails with {@code PAGE_TIMEOUT} when there is none. */
    Future<Void> parse(long bytes);

    /** The body is decoded: gives back its memory, and what parsing will not need. */
    void decoded(long bytesToParse);
}
