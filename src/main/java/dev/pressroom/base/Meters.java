package dev.pressroom.base;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What meters have in common: the buckets of histograms, and the label of an outcome. */
public final class Meters {
    /** Buckets of what takes milliseconds, up to ten seconds. */
    private static final Duration[] SHORT = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    /** Buckets of what takes seconds, up to an hour. */
    private static final Duration[] LONG = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(10),
        Duration.ofMinutes(30),
        Duration.ofHours(1)
    };

    private Meters() {}

    /** A histogram with buckets from 5 ms to 10 s. */
    public static Timer.Builder shortTimes(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(SHORT);
    }

    /** A histogram with buckets from 50 ms to 1 h. */
    public static Timer.Builder longTimes(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(LONG);
    }

    /**
     * Keeps the meters that a function registers. A lookup in the registry builds the id and the buckets of the meter anew,
     * which costs as much as the rest of a short request.
     *
     * @param register registers the meter of a key; the keys are a closed set
     */
    public static <K, M> Function<K, M> cached(Function<K, M> register) {
        Map<K, M> meters = new ConcurrentHashMap<>();
        return key -> {
            M known = meters.get(key);
            return known != null ? known : meters.computeIfAbsent(key, register);
        };
    }

    /** The label of an outcome: {@code ok} without a cause, else the code of the failure. */
    public static String outcome(Throwable cause) {
        if (cause == null) {
            return "ok";
        }
        return cause instanceof Failure failure ? failure.code().name() : ErrorCode.INTERNAL.name();
    }
}
