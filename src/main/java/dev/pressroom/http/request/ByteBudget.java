package dev.pressroom.http.request;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that the requests of one node may hold in memory together. Safe for use by all event loops. */
public final class ByteBudget {
    private final long most;
    private final AtomicLong used = new AtomicLong();

    /** @param most bytes at once */
    public ByteBudget(long most) {
        this.most = most;
    }

    /** Takes bytes from the budget; false, and nothing taken, when there are not as many left. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= most) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Bytes taken now. */
    public long used() {
        return used.get();
    }
}
