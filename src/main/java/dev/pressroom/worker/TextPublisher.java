package dev.pressroom.worker;

import dev.pressroom.job.Lease;
import dev.pressroom.job.Signal;
import io.vertx.core.Vertx;
import java.util.UUID;

/**
 * The text that a run streams: kept for late subscribers, and sent to the nodes that watch the job in chunks, at most 20 times
 * a second.
 */
final class TextPublisher {
    private static final long PUBLISH_MILLIS = 50;

    private final Vertx vertx;
    private final Watchers watchers;
    private final Lease lease;
    private final StringBuilder text = new StringBuilder();
    private int edition = 1;
    private int published;
    private boolean scheduled;

    TextPublisher(Vertx vertx, Watchers watchers, Lease lease) {
        this.vertx = vertx;
        this.watchers = watchers;
        this.lease = lease;
    }

    void append(String piece) {
        text.append(piece);
        if (!scheduled && !watchers.isEmpty()) {
            scheduled = true;
            vertx.setTimer(PUBLISH_MILLIS, timer -> publish());
        }
    }

    /** Discards the text. The text that follows is a new edition. */
    void restart() {
        text.setLength(0);
        published = 0;
        edition++;
    }

    /** Sends the rest of the text now, so that it precedes the event that follows. */
    void flush() {
        if (published < text.length() && !watchers.isEmpty()) {
            watchers.send(from(edition, published));
            published = text.length();
        }
    }

    /**
     * Sends a node that was just registered the length of the text so far: its streams request what they miss, and get the
     * text that follows in chunks. Call {@link #flush} before the registration.
     */
    void announceTo(UUID node) {
        published = text.length();
        if (published > 0) {
            watchers.sendTo(node, from(edition, published));
        }
    }

    /** The text from {@code offset} on, in UTF-16 units; all of it when the text was restarted since that edition. */
    Signal.TextChunk from(int knownEdition, int offset) {
        int start = knownEdition == edition && offset <= text.length() ? offset : 0;
        return new Signal.TextChunk(lease.jobId(), lease.attempt(), edition, start, text.substring(start));
    }

    private void publish() {
        scheduled = false;
        flush();
    }
}
