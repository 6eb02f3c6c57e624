package dev.pressroom.bench;

import java.util.List;

/** Something that is measured, and what limits it beside it. */
interface Figure {
    String name();

    /** What it measures, in a line. */
    String says();

    List<Line> measure(Ground ground);
}
