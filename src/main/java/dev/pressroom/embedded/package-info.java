/**
 * Embedded PostgreSQL and Redis servers for a single machine, so that the service needs only a JDK. Their programs are in
 * the jar, their data is in one folder. Both run as daemons in sessions of their own: Ctrl-C in the terminal reaches only
 * this process, which then stops them in order. A killed process leaves them running, and the next start adopts them.
 *
 * <p>Everything here blocks; call it on a worker thread.
 */
package dev.pressroom.embedded;
