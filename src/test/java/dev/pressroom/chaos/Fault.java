package dev.pressroom.chaos;

/**
 * A broken promise.
 *
 * @param column of the table in which it counts
 * @param says what was found, with the job
 */
record Fault(Column column, String says) {
    enum Column {
        LOST,
        DOUBLED,
        DOUBLE_CHARGED,
        STALE_WRITE
    }
}
