package dev.pressroom.load;

import java.util.List;

/** Looks at one part of a running service. */
@FunctionalInterface
interface Probe extends AutoCloseable {
    /** @throws Exception when it cannot be looked at now */
    List<Gauge.Reading> read() throws Exception;

    @Override
    default void close() throws Exception {}
}
