-- Usage that outlives the rows of steps, and the ends of attempts that have no final event.

-- Append-only. What a job used is the sum of its rows here and in job_steps.
create table usage_entries (
    id            bigint generated always as identity primary key,
    job_id        uuid        not null, -- the job may have been deleted
    user_id       uuid,                 -- the owner when the row was written; null for a visitor, whose session id is a secret
    type          text        not null, -- of the job
    step          text,                 -- null: the sum over the steps of a deleted job
    attempt       integer,
    reason        text        not null check (reason in ('failed', 'discarded', 'deleted')),
    input_tokens  bigint,
    output_tokens bigint,
    cost          numeric(20, 9),
    currency      text,
    created_at    timestamptz not null default now()
);

create index usage_entries_by_job on usage_entries (job_id);
create index usage_entries_by_user on usage_entries (user_id, created_at) where user_id is not null;

-- Runs of an attempt that ended without a final event in job_events: their worker was lost or stopped.
create table attempt_ends (
    job_id   uuid        not null,
    seq      integer     not null, -- jobs.last_event when the run ended
    attempt  integer     not null,
    outcome  text        not null check (outcome in ('lost', 'handed_back')),
    ended_at timestamptz not null default now(),
    primary key (job_id, seq)
);
