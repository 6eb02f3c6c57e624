package dev.pressroom.job;

/** What every failed attempt brings with it, whoever ended it: a worker, a caller who cancels, the reaper. */
final class FailureSql {
    /**
     * Follows a common table expression {@code won} that has put jobs to {@code failed} and returns their new rows:
     * writes the final event and gives the held credit back, once.
     */
    static final String EFFECTS = """
            , event as (
                insert into job_events (job_id, seq, attempt, name, data)
                select id, last_event, attempt, 'failed',
                       json_build_object('error', error, 'errorCode', error_code, 'retryable', retryable)
                from won
            ), released as (
                insert into credit_entries (user_id, job_id, attempt, kind, amount)
                select user_id, id, hold_attempt, 'release', held_credits(id, hold_attempt)
                from won where hold_attempt is not null
                returning user_id, amount
            ), refunded as (
                update users u set credit_balance = u.credit_balance + r.amount
                from (select user_id, sum(amount)::int as amount from released group by user_id) r
                where u.id = r.user_id and r.amount > 0
            )""";

    private FailureSql() {}
}
