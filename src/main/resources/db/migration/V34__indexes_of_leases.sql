-- Indexes for leases by node, apart from the change of workers in V28: that change locks out heartbeats until its transaction ends,
-- and these take seconds for millions of jobs. Meanwhile writes to jobs wait.

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
