package dev.pressroom.base;

/** Whether this node has been told to stop. It still works then, but takes on nothing new. Safe to share. */
public final class ShutdownState {
    private volatile boolean begun;

    public void begin() {
        begun = true;
    }

    public boolean hasBegun() {
        return begun;
    }
}
