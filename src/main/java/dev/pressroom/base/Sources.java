package dev.pressroom.base;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Clock;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where time, ids and chance come from, so that a test can steer each.
 *
 * @param clock the wall clock; leases never use it, they are judged by the database's clock alone
 * @param ids makes UUIDs of version 7 (RFC 9562), whose order is the order of their making
 * @param random for jitter and seeds, never for secrets
 * @param nanoTime a clock that is never set: for how long something took, as {@link System#nanoTime}
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
