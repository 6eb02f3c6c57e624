package dev.pressroom.bench;

import java.util.List;
import java.util.Optional;

/**
 * How a bench is done.
 *
 * @param seconds that each measurement takes
 * @param warmUp seconds of load before each measurement, at least
 * @param smoke shows that everything runs: small numbers, and no warm-up to speak of
 * @param most also with the largest amounts of data, which take minutes to make
 * @param nodeOptions of the nodes' JVMs
 * @param jar of the service, for what is measured from its start; empty: its classes
 */
record Setup(int seconds, int warmUp, boolean smoke, boolean most, List<String> nodeOptions, Optional<String> jar) {
    long millis() {
        return smoke ? 500 : seconds * 1000L;
    }

    /** Time in which the JVM compiles what is hot. */
    long warmupMillis() {
        return smoke ? 200 : Math.max(warmUp * 1000L, Math.max(3000, seconds * 600L));
    }

    int streams() {
        return smoke ? 100 : 10_000;
    }

    int of(int many, int few) {
        return smoke ? few : many;
    }
}
