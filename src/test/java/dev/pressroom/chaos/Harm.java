package dev.pressroom.chaos;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A kind of fault that is injected into a running cluster. */
interface Harm {
    /** Name on the command line. */
    String name();

    /** Description for the help text. */
    String says();

    /** Additional environment variables of the nodes. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Offset of the wall clock of a node. */
    default Duration clockOffset(int slot) {
        return Duration.ZERO;
    }

    /** Whether the links between the nodes go through proxies that can cut them. */
    default boolean wantsProxies() {
        return false;
    }

    /** Number of client connections to cut. */
    default int cuts(Setup setup) {
        return 0;
    }

    /** Starts additional servers, closed with {@code vertx}; called before any node is started. */
    default void prepare(Vertx vertx) {}

    /** Default number of nodes. */
    default int usualNodes() {
        return 3;
    }

    /** Heap option of each node. */
    default String heap() {
        return "-Xmx192m";
    }

    /** Additional rows of output. */
    default List<String> findings() {
        return List.of();
    }

    /** Violations that it detected itself, in addition to those of the audit. */
    default List<Fault> faults() {
        return List.of();
    }

    /** Number of injections so far. */
    default int times(FaultTarget field) {
        return field.hits().size();
    }

    /** Injects faults until the run ends. On return nothing is frozen, stopped or cut any more. */
    void inject(FaultTarget field) throws InterruptedException;
}
