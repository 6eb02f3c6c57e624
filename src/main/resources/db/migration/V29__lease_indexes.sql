-- Indexes of jobs for leases by node. Writes to jobs wait while they are built, heartbeats of nodes of the previous version too: so
-- the third one, of V34, is built in another transaction. They come after V28, since without the trigger a reaper of the previous
-- version would need no lock of jobs, and could take nodes whose heartbeats wait here for lost ones.

-- The running jobs of a node, and all nodes that have some. The condition names started_at, which is never null in these rows:
-- statements that look for a job by id, lease owner and status cannot be planned to read this index, and those that read it
-- name neither status nor finished_at, so they cannot be planned to read another one.
create index jobs_by_lease_owner on jobs (lease_owner) where lease_owner is not null and started_at is not null;

-- For claims. Replaces jobs_running_suspects, which the next version drops: claims of nodes of the previous version read it.
create index jobs_suspects_by_lease_owner on jobs (lease_owner)
    where lease_owner is not null and started_at is not null and losses > 0;
