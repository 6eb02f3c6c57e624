package dev.pressroom.base;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Clock;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The sources of time, ids and random numbers. Tests replace them.
 *
 * @param clock the wall clock; never used for leases, which depend on the database's clock alone
 * @param ids generates UUIDs of version 7 (RFC 9562), which sort by their time of creation
 * @param random for jitter and seeds, never for secrets
 * @param nanoTime a monotonic clock in nanoseconds for measuring durations, as {@link System#nanoTime}
 */
public record Sources(Clock clock, Supplier<UUID> ids, RandomGenerator random, LongSupplier nanoTime) {
    public Sources(Clock clock, Supplier<UUID> ids, RandomGenerator random) {
        this(clock, ids, random, System::nanoTime);
    }

    /** The sources of a real node. */
    public static Sources system() {
        TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();
        return new Sources(Clock.systemUTC(), generator::generate, RandomGenerator.getDefault());
    }
}
