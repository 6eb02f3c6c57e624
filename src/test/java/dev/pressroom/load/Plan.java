package dev.pressroom.load;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What load is put on which service.
 *
 * @param url of the service, without a slash at its end
 * @param users who take turns at ordering
 * @param rate orders a second
 * @param duration for how long orders are made
 * @param settling the longest that jobs may take to end after the last order
 * @param page that is analysed; empty for one that this program serves on loopback
 */
record Plan(
        URI url,
        int users,
        double rate,
        Mode mode,
        Type type,
        Duration duration,
        Duration settling,
        Optional<URI> page) {
    /** How users learn what becomes of their jobs. */
    enum Mode {
        POLL,
        SSE,
        MIXED;

        /** Whether this order is watched by a stream: in a mix it is every second one. */
        boolean streams(long order) {
            return this == SSE || this == MIXED && order % 2 == 0;
        }
    }

    /** What is ordered. */
    enum Type {
        CONTENT("/api/v1/jobs/content-generation"),
        WEBSITE("/api/v1/jobs/website-analysis");

        private final String path;

        Type(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }
    }

    /** Orders that are due by then. */
    long due(Duration elapsed) {
        double seconds = Math.min(elapsed.toNanos(), duration.toNanos()) / 1e9;
        return (long) Math.ceil(seconds * rate);
    }

    Duration longest() {
        return duration.plus(settling);
    }

    /** The same at another address. */
    Plan at(URI other) {
        return new Plan(other, users, rate, mode, type, duration, settling, page);
    }

    /** Who orders what, in words. */
    String words() {
        String what = type == Type.CONTENT ? "articles" : "website analyses";
        String how = switch (mode) {
            case POLL -> "watched by polling";
            case SSE -> "watched by streams";
            case MIXED -> "watched by polling and by streams";
        };
        return ErrorKinds.counted(users, "user") + ", " + what + ", " + how;
    }
}
