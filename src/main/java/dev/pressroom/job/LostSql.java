package dev.pressroom.job;

/** What becomes of a running job whose worker is gone, or cannot go on: another attempt, or the end. */
final class LostSql {
    /** A job fails after so many times the counting deaths, counted or not: else one that nobody can judge would roam. */
    private static final int LONE_LOSSES_PER_DEATH = 4;

    /**
     * Follows a common table expression {@code judged} with a row per lost job: its {@code id}, whether it {@code lost}
     * its worker for an unknown reason, whether it was {@code alone} and whether the loss {@code counts} against it.
     * Parameters: 1 the losses that count after which a job fails, 2 the pauses after lone losses in milliseconds.
     * Returns the jobs as they are now; those that {@code wait} may not be claimed yet.
     */
    static final String SETTLE = """
            , verdicts as (
                select judged.*,
                       counts and j.deaths + 1 >= $1 or alone and j.lone_losses + 1 >= $1 * """ + LONE_LOSSES_PER_DEATH + """
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
            )""" + FailureSql.EFFECTS + """
             select status, id, type, attempt, tenant, last_event, deaths, losses, not_before is not null as waits,
                    true as resumes
            from (select * from won union all select * from again) ended
            """;

    private LostSql() {}
}
