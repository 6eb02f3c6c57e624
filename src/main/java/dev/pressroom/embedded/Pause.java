package dev.pressroom.embedded;

/** The pause between two looks at something outside of this process, which cannot tell us by itself. */
final class Pause {
    private static final long MILLIS = 20;

    private Pause() {}

    /** @throws CannotStart when the thread is interrupted; it stays so */
    static void briefly() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("Interrupted while waiting for a server.", e);
        }
    }
}
