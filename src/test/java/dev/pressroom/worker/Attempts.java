package dev.pressroom.worker;

import dev.pressroom.pipeline.StepContext;

/** The attempt in which a test's step runs, which real steps cannot read. */
public final class Attempts {
    private Attempts() {}

    public static int of(StepContext context) {
        return ((RunningStep) context).run().attempt();
    }
}
