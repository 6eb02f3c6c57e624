package dev.pressroom.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Polls for a condition, with a deadline. */
public final class Await {
    private static final long BETWEEN_NANOS = Duration.ofMillis(10).toNanos();

    private Await() {}

    /** Returns the first value that satisfies the condition; fails with the last value at the deadline. */
    public static <T> T value(Duration deadline, Callable<T> source, Predicate<T> condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            T value = read(source);
            if (condition.test(value)) {
                return value;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + deadline + ", last seen: " + value);
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
    }

    /** Waits until the condition holds. */
    public static void until(Duration deadline, Callable<Boolean> condition) {
        value(deadline, condition, held -> held);
    }

    private static <T> T read(Callable<T> source) {
        try {
            return source.call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
