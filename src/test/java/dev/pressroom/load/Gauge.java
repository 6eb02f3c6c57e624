package dev.pressroom.load;

/**
 * Something that is looked at again and again.
 *
 * @param unit empty for a count
 * @param growth what is expected of it
 * @param allowance by how much it may drift, in its unit, however small it is
 */
record Gauge(String name, String unit, Growth growth, double allowance) {
    /** What is expected when the load is steady. */
    enum Growth {
        /** It comes to rest. */
        NONE,
        /** It is kept, and grows with the jobs that are done. */
        WITH_JOBS
    }

    static Gauge count(String name, double allowance) {
        return new Gauge(name, "", Growth.NONE, allowance);
    }

    static Gauge megabytes(String name, double allowance) {
        return new Gauge(name, "MB", Growth.NONE, allowance);
    }

    /** One that is kept: it has no allowance. */
    static Gauge kept(String name, String unit) {
        return new Gauge(name, unit, Growth.WITH_JOBS, 0);
    }

    /** Reads one value of it. */
    Reading read(double value) {
        return new Reading(this, value);
    }

    /** A value, read now. */
    record Reading(Gauge gauge, double value) {}
}
