package dev.pressroom.bench;

import java.util.List;

/** A measurement of the service and of its upper limit. */
interface Figure {
    String name();

    /** What it measures, in a line. */
    String says();

    List<ResultRow> measure(BenchEnvironment ground);
}
