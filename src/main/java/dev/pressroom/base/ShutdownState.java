package dev.pressroom.base;

/** Whether the shutdown of this node has begun. It then finishes its work and accepts no new work. Thread-safe. */
public final class ShutdownState {
    private volatile boolean begun;

    public void begin() {
        begun = true;
    }

    public boolean hasBegun() {
        return begun;
    }
}
