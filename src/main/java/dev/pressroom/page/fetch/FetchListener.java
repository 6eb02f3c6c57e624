package dev.pressroom.page.fetch;

import java.net.URI;

/** Notified of the progress of a fetch, on its Vert.x context. */
@FunctionalInterface
public interface FetchListener {
    enum Phase {
        /** The URL and the addresses of its host are being checked. */
        VALIDATE,
        /** The page is being fetched. A redirect starts again with VALIDATE. */
        FETCH
    }

    void onPhase(Phase phase, URI url);
}
