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

alter table workers
    add column lease interval; -- its jobs are leased until seen_at + lease; null: each job has a lease_until (previous version)

create trigger end_leases_of_worker after delete on workers
    referencing old table as deleted for each statement execute function end_leases_of_worker();
