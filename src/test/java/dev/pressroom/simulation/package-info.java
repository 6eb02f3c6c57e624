/**
 * Deterministic simulation: runs the real workers, heartbeats, relay and reaper of several nodes in one thread, in simulated
 * time, over in-memory versions of Postgres, Redis and the event bus. All nondeterminism, from the order of messages to a
 * crash between two statements, is drawn from a seed, so a failing seed fails in the same way each time. After Wilson,
 * "Testing Distributed Systems w/ Deterministic Simulation" (Strange Loop 2014).
 *
 * <p>Start reading with {@link dev.pressroom.simulation.Simulation}, the run of one seed; then
 * {@link dev.pressroom.simulation.Audit}, the invariants, and {@link dev.pressroom.simulation.Faults}, the faults.
 * {@code MemoryStoresIT} compares the in-memory stores with the real servers.
 */
package dev.pressroom.simulation;
