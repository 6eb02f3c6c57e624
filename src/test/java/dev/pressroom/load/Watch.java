package dev.pressroom.load;

/** Learns what becomes of a job, and tells the tally. */
interface Watch {
    void begin();

    /** Asks nothing more. */
    void stop();
}
