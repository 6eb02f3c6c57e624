package dev.pressroom.page.fetch;

import java.net.URI;

/** Told how reading a page goes on, on the fetch's Vert.x context. */
@FunctionalInterface
public interface FetchListener {
    enum Phase {
        /** The address, and what its name stands for, are being checked. */
        VALIDATE,
        /** The page is being fetched. After a redirect, validating and fetching come again. */
        FETCH
    }

    void onPhase(Phase phase, URI url);
}
