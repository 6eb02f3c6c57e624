package dev.pressroom.job;

/** The parts of statements that several transitions of a job share; they follow the common table expressions of each. */
final class TransitionSql {
    /**
     * The {@code lease_until} of running jobs: the lease lasts as long as its owner sends heartbeats. A time that nodes of the
     * previous version, which rescue jobs by this column, can read.
     */
    static final String WHILE_OWNER_LIVES = "timestamptz '9999-12-31 00:00:00+00'";

    /**
     * A job also fails when its lone losses reach the allowed deaths times this factor, even if none of them counts as a
     * death, so that no job is rescued for ever.
     */
    private static final int MAX_LONE_LOSSES_PER_DEATH = 4;

    /**
     * For fail, cancel and rescue. Follows a common table expression {@code won} that has set jobs to {@code failed} and
     * returns their new rows. Writes their final event and releases their held credit, once.
     */
    static final String FAILED_EFFECTS = """
            , event as (
                insert into job_events (job_id, seq, attempt, name, data)
                select id, last_event, attempt, 'failed',
                       json_build_object('error', error, 'errorCode', error_code, 'retryable', retryable)
                from won
            ), released as (
                insert into credit_entries (user_id, job_id, attempt, kind, amount)
                select coalesce(payer, user_id), id, hold_attempt, 'release', held_credits(id, hold_attempt)
                from won where hold_attempt is not null
                returning user_id, amount
            ), refunded as (
                update users u set credit_balance = u.credit_balance + r.amount
                from (select user_id, sum(amount)::int as amount from released group by user_id) r
                where u.id = r.user_id and r.amount > 0
            )""";

    /**
     * For rescue and for giving up a blocked job. Follows a common table expression {@code judged} with one row per job: its
     * {@code id}, whether its worker was {@code lost} for an unknown reason, whether the job ran {@code alone} there,
     * whether the loss {@code counts} as a death, and whether the job {@code pauses} before its next attempt. Fails the job
     * or queues its next attempt.
     *
     * <p>Parameters: 1 the deaths after which a job fails, 2 the pauses after lone losses in milliseconds. Returns the new
     * rows; {@code waits} is true for jobs that may not be claimed yet.
     */
    static final String FAIL_OR_REQUEUE = """
            , verdicts as (
                select judged.*,
                       counts and j.deaths + 1 >= $1 or alone and j.lone_losses + 1 >= $1 * """ + MAX_LONE_LOSSES_PER_DEATH + """
             as fails
                from judged join jobs j on j.id = judged.id
            ), won as (
                update jobs j
                set status = 'failed', error = 'The job was stopped: it ran alone on ' || (j.lone_losses + 1)
                        || ' workers that were lost or blocked.',
                    error_code = 'WORKER_LOST', retryable = true, deaths = j.deaths + v.counts::int,
                    losses = j.losses + v.lost::int, lone_losses = j.lone_losses + 1, lost_at = now(),
                    lease_owner = null, lease_until = null, current_step = null, phase = null, eta_seconds = null,
                    last_event = j.last_event + 1, finished_at = now(), updated_at = now()
                from verdicts v where v.id = j.id and v.fails
                returning j.*
            ), again as (
                update jobs j
                set status = 'queued', attempt = j.attempt + 1, deaths = j.deaths + v.counts::int,
                    losses = j.losses + v.lost::int, lone_losses = j.lone_losses + v.alone::int,
                    lost_at = case when v.lost then now() else j.lost_at end,
                    not_before = case when v.pauses then now()
                        + ($2::bigint[])[least(j.lone_losses + 1, cardinality($2::bigint[]))] * interval '1 millisecond' end,
                    lease_owner = null, lease_until = null, progress = 0, current_step = null, phase = null,
                    eta_seconds = null, queued_at = now(), updated_at = now()
                from verdicts v where v.id = j.id and not v.fails
                returning j.*
            ), ended_runs as (
                insert into attempt_ends (job_id, seq, attempt, outcome)
                select id, last_event, attempt - 1, 'lost' from again
                on conflict do nothing
            )""" + FAILED_EFFECTS + """
             select status, id, type, attempt, tenant, last_event, deaths, losses, not_before is not null as waits,
                    true as resumes, user_id, coalesce(extract(epoch from now() - started_at), 0)::float8 as seconds
            from (select * from won union all select * from again) ended
            """;

    private TransitionSql() {}
}
