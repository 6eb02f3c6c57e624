package dev.pressroom.worker;

import dev.pressroom.job.Lease;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Vertx;

/** The text that a run streams: kept for late subscribers, published in chunks at most 20 times a second. */
final class TextPublisher {
    private static final long PUBLISH_MILLIS = 50;

    private final Vertx vertx;
    private final Signals signals;
    private final Lease lease;
    private final StringBuilder text = new StringBuilder();
    private int edition = 1;
    private int published;
    private boolean scheduled;

    TextPublisher(Vertx vertx, Signals signals, Lease lease) {
        this.vertx = vertx;
        this.signals = signals;
        this.lease = lease;
    }

    void append(String piece) {
        text.append(piece);
        if (!scheduled) {
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

    /** Publishes the rest of the text now, so that it precedes the event that follows. */
    void flush() {
        if (published < text.length()) {
            signals.publish(from(edition, published));
            published = text.length();
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
