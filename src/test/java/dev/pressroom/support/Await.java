package dev.pressroom.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Polls for a condition, with a deadline. Pauses of the machine do not count: a look that takes longer than two seconds extends
 * the deadline by the rest, up to half a minute.
 */
public final class Await {
    private static final long BETWEEN_NANOS = Duration.ofMillis(10).toNanos();

    private static final long USUAL_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long MAX_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    private Await() {}

    /** Returns the first value that satisfies the condition; fails with the last value at the deadline. */
    public static <T> T value(Duration deadline, Callable<T> source, Predicate<T> condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            long began = System.nanoTime();
            T value = read(source);
            if (condition.test(value)) {
                return value;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + deadline + ", last seen: " + value);
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
            end += Math.min(MAX_PAUSE_NANOS, Math.max(0, System.nanoTime() - began - USUAL_NANOS));
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
