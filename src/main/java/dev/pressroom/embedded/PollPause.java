package dev.pressroom.embedded;

/** The pause between two looks at something outside of this process, which cannot tell us by itself. */
final class PollPause {
    private static final long MILLIS = 20;

    private PollPause() {}

    /** @throws StartFailure when the thread is interrupted; it stays so */
    static void briefly() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while waiting for a server.", e);
        }
    }
}
