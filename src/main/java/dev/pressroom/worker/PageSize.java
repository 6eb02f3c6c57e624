package dev.pressroom.worker;

/**
 * The page size of a maintenance loop, in rows: divided by 4 after a failure, such as a time-out, doubled after a success.
 */
final class PageSize {
    private static final int MIN_ROWS = 10;

    private final int max;
    private int rows;

    PageSize(int max) {
        this.max = max;
        this.rows = max;
    }

    int rows() {
        return rows;
    }

    void shrink() {
        rows = Math.max(Math.min(MIN_ROWS, max), rows / 4);
    }

    void grow() {
        rows = Math.min(max, rows * 2);
    }
}
