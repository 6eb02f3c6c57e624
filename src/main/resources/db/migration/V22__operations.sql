-- For operators: what they have done, what they have paused and limited, their tasks on many jobs, and the statistics of ended
-- jobs. docs/operations.md names the retention of each table.

-- Append-only. Written in the transaction of the action.
create table audit_entries (
    id         bigint generated always as identity primary key,
    created_at timestamptz not null default now(),
    actor      uuid        not null, -- the operator, by the user id of the token
    action     text        not null,
    target     text,                 -- 'job:<id>', 'node:<id>', 'task:<id>', 'user:<id>', or the scope of a pause or limit
    filter     json,                 -- of an action on many jobs
    count      bigint      not null default 1,
    details    json
);
create index audit_entries_by_age on audit_entries (created_at);

-- Queued jobs of these scopes are not claimed. Kept until an operator deletes them.
create table pauses (
    scope     text primary key, -- 'all', 'type:<job type>', or 'tenant:<tenant>'
    reason    text,
    paused_by uuid        not null,
    paused_at timestamptz not null default now()
);

-- Kept until an operator deletes them. Null: no limit of its own.
create table tenant_limits (
    tenant      text primary key,
    max_running integer check (max_running >= 1),
    max_live    integer check (max_live >= 0), -- queued and running jobs; replaces the setting
    changed_by  uuid        not null,
    changed_at  timestamptz not null default now()
);

-- Nodes, by the id of their start, that claim no jobs. Deleted when the node has been gone for a day.
create table node_drains (
    node       uuid primary key,
    drained_by uuid        not null,
    drained_at timestamptz not null default now()
);

-- Actions on all jobs that a filter finds, done in batches by one node.
create table operator_tasks (
    id          uuid primary key, -- UUIDv7
    actor       uuid        not null,
    action      text        not null check (action in ('count', 'cancel', 'retry', 'delete', 'front')),
    filter      json        not null,
    expected    bigint,               -- the count that the operator has confirmed
    status      text        not null default 'counting'
        check (status in ('counting', 'running', 'done', 'refused', 'aborted')),
    position    uuid,                 -- the last job that was examined in this phase; null: none
    total       bigint      not null default 0, -- jobs counted so far
    done        bigint      not null default 0,
    skipped     bigint      not null default 0, -- jobs whose state did not allow the action any more
    message     text,                 -- why it was refused
    created_at  timestamptz not null default now(), -- jobs created later are left
    updated_at  timestamptz not null default now(),
    finished_at timestamptz
);
create index operator_tasks_open on operator_tasks (id) where finished_at is null;

-- The jobs that have ended in each minute. Times are in buckets of a quarter of a power of two of a millisecond:
-- { "<bucket>": jobs }, see time_bucket.
create table job_minutes (
    minute    timestamptz not null,
    type      text        not null,
    succeeded integer     not null,
    failed    integer     not null,
    waits     json        not null, -- from queued to started
    runs      json        not null, -- from started to ended
    primary key (minute, type)
) with (fillfactor = 50);

create function time_bucket(p_time interval) returns integer immutable language sql as $$
    select least(ceil(4 * log(2, greatest(extract(epoch from p_time) * 1000, 1)))::integer, 120)
$$;

alter table jobs
    add column failed_step text; -- the name of the step that failed; null where no step has

-- For the statistics. Rows enter it when a job ends, in the order of time, so a create costs nothing.
create index jobs_by_end on jobs (finished_at) where finished_at is not null;
-- For lists of failures.
create index jobs_failed on jobs (id) where status = 'failed';

alter table cluster_members
    add column version text; -- of the program; null: of a version before this column
