-- Jobs, what belongs to them, and who pays.
--
-- Rules that hold everywhere:
--   * jobs is small and hot. What changes on a tick (progress, lease, updated_at) is in no index, so those updates stay
--     heap-only; large values live in tables of their own.
--   * The tables around jobs carry no foreign key to it: they are written together with their job, in one statement,
--     and the check would lock the job's row a second time for each of them. Retention deletes them together.
--   * JSON is kept as json, not jsonb: stored as it came, and never searched.

create table users (
    id             uuid primary key,
    email          text,
    plan           text        not null default 'free',
    unlimited      boolean     not null default false,
    -- Always the sum of the user's credit_entries, kept here so that a hold locks one row and reads no history.
    credit_balance integer     not null default 0 check (credit_balance >= 0),
    created_at     timestamptz not null default now()
) with (fillfactor = 70);

create table organizations (
    id            uuid primary key,
    owner_user_id uuid        not null,
    name          text,
    context       json        not null default '{}',
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now()
);

create table jobs (
    id              uuid primary key, -- UUIDv7: its order is the order of creation
    type            text        not null check (type in ('content_generation', 'website_analysis')),
    status          text        not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed')),
    attempt         integer     not null default 1 check (attempt >= 1),
    user_id         uuid,
    session_id      text,
    organization_id uuid,
    tenant          text        not null, -- whose turn it takes in the queue
    hold_attempt    integer,              -- the attempt whose credit is held or spent; null when none is
    deaths          integer     not null default 0, -- workers lost since it was submitted or retried
    progress        smallint    not null default 0 check (progress between 0 and 100),
    current_step    text,
    phase           text,
    eta_seconds     integer,
    last_event      integer     not null default 0, -- number of the newest row in job_events
    error           text,
    error_code      text,
    retryable       boolean,
    lease_owner     uuid, -- the node that runs it, by the id of its start
    lease_until     timestamptz,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    queued_at       timestamptz not null default now(),
    started_at      timestamptz,
    finished_at     timestamptz,
    constraint somebody_owns_it check (user_id is not null or session_id is not null),
    constraint status_fits_the_rest check (
        case status
            when 'queued' then lease_owner is null and lease_until is null and finished_at is null and error is null
            when 'running' then lease_owner is not null and lease_until is not null and started_at is not null
                and finished_at is null and error is null
            when 'succeeded' then lease_owner is null and finished_at is not null and error is null and progress = 100
            else lease_owner is null and finished_at is not null and error is not null and error_code is not null
                and retryable is not null
        end
    )
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);

-- For the relay and the reaper; empty when nothing is under way.
create index jobs_live on jobs (status, id) where status in ('queued', 'running');
-- For the lists of the callers.
create index jobs_by_user on jobs (user_id, id) where user_id is not null;
create index jobs_by_session on jobs (session_id, id) where session_id is not null;

create table job_inputs (
    job_id uuid primary key,
    input  json not null
);

create table job_results (
    job_id uuid primary key,
    result json not null
);

-- Checkpoints: a step that has a row here is never run again for its job.
create table job_steps (
    job_id     uuid        not null,
    step       text        not null,
    attempt    integer     not null,
    output     json        not null,
    tokens     integer     not null,
    created_at timestamptz not null default now(),
    primary key (job_id, step)
);

-- What watchers were told. The data of 'complete' is the job's result and stands in job_results alone.
create table job_events (
    job_id     uuid        not null,
    seq        integer     not null check (seq >= 1),
    attempt    integer     not null,
    name       text        not null,
    data       json,
    created_at timestamptz not null default now(),
    primary key (job_id, seq)
);

create table posts (
    id              uuid primary key,
    job_id          uuid        not null unique, -- a job saves one post, however often it is retried
    user_id         uuid,
    organization_id uuid,
    title           text        not null,
    content         text        not null,
    status          text        not null check (status in ('draft', 'published')),
    meta            json        not null,
    created_at      timestamptz not null default now()
);

create index posts_by_user on posts (user_id, id);

-- The ledger. A user's balance is the sum of amount. A hold takes the credit; its spend adds a row of 0 that makes it
-- final, its release gives the credit back.
create table credit_entries (
    user_id    uuid        not null,
    job_id     uuid,
    attempt    integer,
    kind       text        not null check (kind in ('grant', 'hold', 'spend', 'release')),
    amount     integer     not null,
    created_at timestamptz not null default now(),
    constraint once_per_attempt unique (job_id, attempt, kind),
    constraint grants_alone_stand_without_a_job check ((kind = 'grant') = (job_id is null)),
    constraint sign_fits_kind check (
        case kind when 'hold' then amount <= 0 when 'spend' then amount = 0 else amount >= 0 end
    )
);

create index credit_entries_by_user on credit_entries (user_id);

create table idempotency_keys (
    caller       text        not null,
    key          text        not null,
    request_hash bytea       not null,
    job_id       uuid        not null,
    created_at   timestamptz not null default now(),
    primary key (caller, key)
);

create index idempotency_keys_by_age on idempotency_keys (created_at);

-- One-time passes to a stream, by the SHA-256 of what the client holds.
create table stream_tickets (
    hash       bytea primary key,
    job_id     uuid        not null,
    expires_at timestamptz not null
);
