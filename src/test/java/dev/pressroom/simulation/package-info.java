/**
 * Runs the real workers, heartbeats, relay and reaper of several nodes in one thread, in an imagined time, over an
 * imagined Postgres, Redis and event bus. Everything that can happen in more than one way, the order of two messages as
 * well as the crash between two statements, is drawn from a seed, so a seed that fails does so again, exactly, and for
 * ever. After Wilson, "Testing Distributed Systems w/ Deterministic Simulation" (Strange Loop 2014).
 *
 * <p>Where to begin: {@link dev.pressroom.simulation.Simulation} tells the story of one seed,
 * {@link dev.pressroom.simulation.Audit} what must hold, {@link dev.pressroom.simulation.Faults} what goes wrong.
 * {@code MemoryStoresIT} holds the imagined Postgres and Redis against the real ones.
 */
package dev.pressroom.simulation;
