package dev.pressroom.base;

/** Whether this node has started completely, and whether its shutdown has begun. Thread-safe. */
public final class Lifecycle {
    private volatile boolean started;
    private volatile boolean shutdownBegun;

    /** All parts of the node run. */
    public void started() {
        started = true;
    }

    public boolean hasStarted() {
        return started;
    }

    /** The node finishes its work and accepts no new work. */
    public void beginShutdown() {
        shutdownBegun = true;
    }

    public boolean hasShutdownBegun() {
        return shutdownBegun;
    }
}
