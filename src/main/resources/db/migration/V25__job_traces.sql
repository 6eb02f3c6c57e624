-- The trace contexts of jobs, in the format of the header traceparent. Rows exist only for jobs of nodes with tracing.
--
-- A run is a trace of its own and has links to the request that queued it and to the run before it, also when another node
-- takes the job over. Both are read when an attempt starts.
create table job_traces (
    job_id  uuid    not null references jobs (id) on delete cascade,
    attempt integer not null,
    request text check (length(request) <= 55), -- the request that queued this attempt; null after a rescue
    run     text check (length(run) <= 55),     -- the last run of this attempt; null until it starts
    primary key (job_id, attempt)
);
