package dev.pressroom.base;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells everything that works for a job to stop. Cancelled once, for good; whoever registers afterwards is told at
 * once. Safe to use from any thread.
 */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean cancelled;

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Runs {@code action} when the work is cancelled, on the cancelling thread; at once if it was already. */
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                listeners.add(action);
                return;
            }
        }
        action.run();
    }

    public void cancel() {
        List<Runnable> told;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            told = List.copyOf(listeners);
            listeners.clear();
        }
        told.forEach(Runnable::run);
    }
}
