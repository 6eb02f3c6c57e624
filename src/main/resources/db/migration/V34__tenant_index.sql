-- Counts the running jobs of a tenant without reading its queued ones, and finds the oldest of those. The next version drops
-- jobs_live_by_tenant: here that lock could deadlock with nodes that read jobs and then write them.
create index jobs_live_by_tenant_and_status on jobs (tenant, status, id) where finished_at is null;
