package dev.pressroom.worker;

import dev.pressroom.pipeline.StepContext;

/** Tells a test's step what a real one may not know: which attempt of its job it runs in. */
public final class Attempts {
    private Attempts() {}

    public static int of(StepContext context) {
        return ((RunningStep) context).run().attempt();
    }
}
