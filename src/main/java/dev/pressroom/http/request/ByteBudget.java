package dev.pressroom.http.request;

import java.util.concurrent.atomic.AtomicLong;

/** A limit on the bytes that all requests of a node hold in memory together. Thread-safe. */
public final class ByteBudget {
    private final long maxBytes;
    private final AtomicLong used = new AtomicLong();

    public ByteBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes bytes from the budget. Returns false and takes nothing when fewer are left. */
    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Bytes that are taken at present. */
    public long used() {
        return used.get();
    }
}
