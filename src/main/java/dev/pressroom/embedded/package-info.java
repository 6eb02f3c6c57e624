/**
 * Real PostgreSQL and Redis servers for a single machine, so that the service runs with nothing installed but a JDK.
 * Their programs come with the jar, their data stays in one folder. Both are started as daemons in sessions of their
 * own: a Ctrl-C in the terminal reaches this process alone, which then stops them in its own order. A killed process
 * leaves them running; the next start takes them over, data and all.
 *
 * <p>Everything here blocks and belongs on a worker thread.
 */
package dev.pressroom.embedded;
