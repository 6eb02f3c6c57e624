package dev.pressroom.worker;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** What a node's worker knows about itself, for the other parts of the node. Thread-safe. */
public final class WorkerState {
    private volatile IntSupplier running = () -> 0;
    private volatile BooleanSupplier databaseAnswers = () -> true;

    /** Called when the worker starts. The suppliers may be called from any thread. */
    void connect(IntSupplier runningJobs, BooleanSupplier lastHeartbeatWasAnswered) {
        running = runningJobs;
        databaseAnswers = lastHeartbeatWasAnswered;
    }

    /** The number of jobs that the node runs now; 0 before the worker has started. */
    public int running() {
        return running.getAsInt();
    }

    /** Whether the database answered the last heartbeat within a second; true before the worker has started. */
    boolean databaseAnswers() {
        return databaseAnswers.getAsBoolean();
    }
}
