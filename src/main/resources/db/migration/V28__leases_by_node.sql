-- Leases by node: a job is leased as long as its node sends heartbeats, so a heartbeat writes one row, whatever runs there.
--
-- Nodes of the previous version renew lease_until of each of their jobs, and rescue running jobs whose lease_until is over.
-- Jobs of nodes of this version have the lease_until 9999-12-31, a time that such a node and its page can read, until the row
-- of the node in workers is deleted.

-- Nodes of the previous version find the jobs of a lost node by their lease_until. Waits for no row lock: a locked job is
-- left to the reapers of this version, which need no lease_until.
create function end_leases_of_worker() returns trigger language plpgsql as $$
begin
    update jobs j set lease_until = now()
    from (
        select leased.id
        from deleted d cross join lateral (
            select l.id from jobs l
            where l.lease_owner = d.node and l.started_at is not null and l.lease_until = '9999-12-31 00:00:00+00'
            for update skip locked
        ) leased
    ) ended
    where j.id = ended.id;
    return null;
end $$;

-- The locks of workers come before those of jobs, as in the statements of nodes of the previous version: no deadlock with them.
alter table workers
    add column lease interval; -- its jobs are leased until seen_at + lease; null: each job has a lease_until (previous version)

create trigger end_leases_of_worker after delete on workers
    referencing old table as deleted for each statement execute function end_leases_of_worker();

-- The running jobs of a node, and all nodes that have some. The condition names started_at, which is never null in these rows:
-- statements that look for a job by id, lease owner and status cannot be planned to read this index, and those that read it
-- name neither status nor finished_at, so they cannot be planned to read another one.
create index jobs_by_lease_owner on jobs (lease_owner) where lease_owner is not null and started_at is not null;

-- For claims. Replaces jobs_running_suspects, which the next version drops: claims of nodes of the previous version read it.
create index jobs_suspects_by_lease_owner on jobs (lease_owner)
    where lease_owner is not null and started_at is not null and losses > 0;

-- Counts the running jobs of a tenant without reading its queued ones, and finds the oldest of those. The next version drops
-- jobs_live_by_tenant: here that lock could deadlock with nodes that read jobs and then write them.
create index jobs_live_by_tenant_and_status on jobs (tenant, status, id) where finished_at is null;
