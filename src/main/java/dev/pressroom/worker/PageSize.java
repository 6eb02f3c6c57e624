package dev.pressroom.worker;

/** How many rows are worked on at once: fewer after a failure, which may be a time-out, and more again after successes. */
final class PageSize {
    private static final int LEAST = 10;

    private final int most;
    private int now;

    PageSize(int most) {
        this.most = most;
        this.now = most;
    }

    int now() {
        return now;
    }

    void shrink() {
        now = Math.max(Math.min(LEAST, most), now / 4);
    }

    void grow() {
        now = Math.min(most, now * 2);
    }
}
