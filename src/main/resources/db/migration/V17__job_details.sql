-- What clients see of a job beside its state: its title and tags, how long it may wait, and the usage of each step.
-- All columns are null in rows of the previous version.

alter table jobs
    add column title        text,        -- the topic's title or the url, at most 300 characters
    add column tags         text[],      -- as given on create; null when none
    add column start_before timestamptz; -- a queued job that has not started by then fails with EXPIRED

-- For the expiry; empty while no job has such a limit.
create index jobs_start_before on jobs (start_before) where status = 'queued' and start_before is not null;

alter table job_steps
    add column started_at    timestamptz, -- by the database's clock; of a part, its own start
    add column duration_ms   integer,
    add column model         text,
    add column input_tokens  integer,
    add column output_tokens integer,
    add column cost          numeric(20, 9), -- null without a price for the model
    add column currency      text;           -- ISO 4217 code of the cost
