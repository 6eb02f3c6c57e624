/**
 * Jobs: their rows in Postgres, their queue in Redis, and their signals on the event bus.
 *
 * <p>The SQL of a transition is one statement, a named constant of the class that executes it (claim, renew, record, report,
 * succeed, fail, cancel, hand back, give up, rescue); parts that several share are in {@code TransitionSql}. Only submit and
 * retry, which choose between outcomes for the client, are functions of the database ({@code R__functions.sql}, {@code
 * R__submit.sql}).
 */
package dev.pressroom.job;
