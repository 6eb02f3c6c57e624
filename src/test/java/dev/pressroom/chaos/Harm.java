package dev.pressroom.chaos;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One way of doing harm to a running cluster. */
interface Harm {
    /** As it is called on the command line. */
    String name();

    /** What it does, for people. */
    String says();

    /** What its nodes are given beside the usual. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** By how much the clock of a node is wrong. */
    default Duration clockOffset(int slot) {
        return Duration.ZERO;
    }

    /** Whether the links between the nodes go through proxies that can cut them. */
    default boolean wantsProxies() {
        return false;
    }

    /** How many connections of clients are cut. */
    default int cuts(Setup setup) {
        return 0;
    }

    /** Starts servers of the harm's own, which end with {@code vertx}; called before any node is started. */
    default void prepare(Vertx vertx) {}

    /** How many nodes it is done to, when nobody says otherwise. */
    default int usualNodes() {
        return 3;
    }

    /** The largest heap of each node. */
    default String heap() {
        return "-Xmx192m";
    }

    /** What it saw, in lines of a table for people. */
    default List<String> findings() {
        return List.of();
    }

    /** Promises that it saw broken itself, beside those that the audit finds. */
    default List<Fault> faults() {
        return List.of();
    }

    /** How often it was done so far. */
    default int times(Field field) {
        return field.hits().size();
    }

    /** Does harm for as long as the field lasts; when it returns, nothing is left frozen, stopped or cut. */
    void rage(Field field) throws InterruptedException;
}
