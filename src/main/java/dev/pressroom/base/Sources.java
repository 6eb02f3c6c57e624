package dev.pressroom.base;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where time, ids and chance come from, so that a test can steer each.
 *
 * @param clock the wall clock; leases never use it, they are judged by the database's clock alone
 * @param ids makes UUIDs of version 7 (RFC 9562), whose order is the order of their making
 * @param random for jitter and seeds, never for secrets
 */
public record Sources(Clock clock, Supplier<UUID> ids, RandomGenerator random) {
    /** The sources of a real node. */
    public static Sources system() {
        TimeBasedEpochGenerator generator = Generators.timeBasedEpochGenerator();
        return new Sources(Clock.systemUTC(), generator::generate, RandomGenerator.getDefault());
    }
}
