package dev.pressroom.worker;

import dev.pressroom.job.Lease;
import dev.pressroom.job.Signal;
import dev.pressroom.job.Signals;
import io.vertx.core.Vertx;

/** The text that a run is writing: kept for those who come late, sent on to those who watch, at most 20 times a second. */
final class TextPublisher {
    private static final long GATHER_MILLIS = 50;

    private final Vertx vertx;
    private final Signals signals;
    private final Lease lease;
    private final StringBuilder text = new StringBuilder();
    private int edition = 1;
    private int sent;
    private boolean timed;

    TextPublisher(Vertx vertx, Signals signals, Lease lease) {
        this.vertx = vertx;
        this.signals = signals;
        this.lease = lease;
    }

    void append(String piece) {
        text.append(piece);
        if (!timed) {
            timed = true;
            vertx.setTimer(GATHER_MILLIS, timer -> send());
        }
    }

    void restart() {
        text.setLength(0);
        sent = 0;
        edition++;
    }

    /** Sends what is left, before an event that comes after it. */
    void flush() {
        if (sent < text.length()) {
            signals.send(from(edition, sent));
            sent = text.length();
        }
    }

    /** What was written from {@code offset} on; all of it when the text was begun anew since that edition. */
    Signal.TextChunk from(int knownEdition, int offset) {
        int start = knownEdition == edition && offset <= text.length() ? offset : 0;
        return new Signal.TextChunk(lease.jobId(), lease.attempt(), edition, start, text.substring(start));
    }

    private void send() {
        timed = false;
        flush();
    }
}
