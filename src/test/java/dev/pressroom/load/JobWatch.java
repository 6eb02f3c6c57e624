package dev.pressroom.load;

/** Follows a job to its end and records it in the statistics. */
interface JobWatch {
    void begin();

    /** Asks nothing more. */
    void stop();
}
