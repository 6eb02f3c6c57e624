-- Webhooks by the specification Standard Webhooks 1.0: secrets, endpoints, deliveries and the attempts to send them.
--
-- Deliveries are stored by a trigger in the transaction of the job's transition, so that none is lost and none is sent for
-- a transition that was rolled back. The trigger reads nothing for jobs without a webhook: see jobs.notify.

-- Whether the job's owner has an endpoint or the job has a webhook of its own. False for jobs created before version 20.
alter table jobs add column notify boolean not null default false;

-- Plain text, because each delivery is signed with it. Whoever can read this table can sign as this service.
create table webhook_secrets (
    user_id        uuid primary key references users (id) on delete cascade,
    secret         text        not null, -- whsec_ and 32 bytes in base64
    created_at     timestamptz not null default now(),
    previous       text,                 -- signs too until previous_until
    previous_until timestamptz,
    check ((previous is null) = (previous_until is null))
);

-- For all jobs of a user.
create table webhook_endpoints (
    user_id         uuid primary key references users (id) on delete cascade,
    url             text        not null,
    host            text        not null, -- of the url; deliveries are limited per host
    events          text[]      not null,
    created_at      timestamptz not null default now(),
    disabled_at     timestamptz,          -- set when the receiver answered 410
    disabled_reason text check (disabled_reason in ('GONE')),
    check ((disabled_at is null) = (disabled_reason is null))
);

-- For one job, in addition. Stored just before the job; a row whose job was refused is deleted again.
create table job_webhooks (
    job_id      uuid primary key,
    user_id     uuid   not null,
    url         text   not null,
    host        text   not null,
    events      text[] not null,
    disabled_at timestamptz
);

create table webhook_deliveries (
    id           uuid primary key default gen_random_uuid(), -- the header webhook-id, the same for each attempt
    number       bigint generated always as identity,        -- the order of creation
    job_id       uuid        not null,
    user_id      uuid        not null,
    attempt      integer     not null, -- of the job
    target       text        not null check (target in ('owner', 'job')), -- the owner's endpoint or the job's webhook
    type         text        not null,
    url          text        not null,
    host         text        not null,
    body         text        not null,
    state        text        not null default 'pending'
        check (state in ('pending', 'sending', 'delivered', 'failed', 'gone', 'dropped')),
    tries        integer     not null default 0, -- attempts to send that have begun
    tries_before integer     not null default 0, -- those of them before the last redelivery was requested
    next_at      timestamptz not null default 'epoch', -- a pending delivery is sent then; epoch: at once
    lease_owner  uuid,                -- the node that sends it, by the id of its start
    lease_until  timestamptz,
    job_deleted  boolean     not null default false,
    created_at   timestamptz not null default now(),
    finished_at  timestamptz,
    -- A job that is handed back and starts again in the same attempt is reported once.
    unique (job_id, attempt, type, target),
    check ((state = 'sending') = (lease_owner is not null) and (lease_owner is null) = (lease_until is null)),
    check ((state in ('pending', 'sending')) = (finished_at is null))
) with (fillfactor = 70);

create index webhook_deliveries_pending on webhook_deliveries (host, user_id, next_at, number) where state = 'pending';
create index webhook_deliveries_sending on webhook_deliveries (lease_until) where state = 'sending';
create index webhook_deliveries_pending_by_user on webhook_deliveries (user_id, number) where state = 'pending';
create index webhook_deliveries_without_job on webhook_deliveries (id) where job_deleted;

create table webhook_attempts (
    delivery_id uuid        not null references webhook_deliveries (id) on delete cascade,
    number      integer     not null,
    started_at  timestamptz,
    duration_ms integer,
    outcome     text        not null,
    status      integer, -- of the response, if there was one
    answer      text,    -- the first kilobyte of its body
    primary key (delivery_id, number)
);

-- One row: the URL at which clients reach the service, as the last started HTTP node has it. Workers need not know it.
create table public_url (
    single boolean primary key default true check (single),
    url    text not null
);

-- The value of jobs.notify for a job. The endpoint is found by the user, the webhook by the job.
create function has_webhooks(p_job uuid, p_user uuid) returns boolean stable language sql as $$
    select p_user is not null
       and (exists (select from webhook_endpoints e where e.user_id = p_user and e.disabled_at is null)
            or exists (select from job_webhooks w where w.job_id = p_job and w.user_id = p_user and w.disabled_at is null))
$$;

create function webhook_time(p_time timestamptz) returns text stable language sql as $$
    select to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- The body of a delivery. Title, tags and error are bounded, so that it is always shorter than 20 kB.
create function webhook_body(p_type text, j jobs) returns text stable language plpgsql as $$
declare
    base text := coalesce((select url from public_url), '') || '/api/v1/jobs/' || j.id;
begin
    return json_build_object(
        'type', p_type,
        'timestamp', webhook_time(coalesce(j.finished_at, j.started_at, now())),
        'data', json_build_object(
            'jobId', j.id,
            'attempt', j.attempt,
            'status', j.status,
            'title', left(j.title, 300),
            'tags', coalesce((select json_agg(left(tag, 64)) from unnest(j.tags[1:10]) tag), '[]'),
            'error', left(j.error, 1000),
            'errorCode', j.error_code,
            'usage', job_usage(j.id),
            'urls', json_build_object(
                'status', base || '/status', 'stream', base || '/stream', 'cancel', base || '/cancel',
                'retry', base || '/retry')));
end $$;

-- The webhook of a job belongs to the user who gave it, also after another user has taken the job over.
create function store_webhook_deliveries() returns trigger language plpgsql as $$
declare
    event constant text := case
        when new.status = 'running' then 'job.started'
        when new.status = 'succeeded' then 'job.completed'
        when new.error_code = 'CANCELLED' then 'job.cancelled'
        else 'job.failed' end;
begin
    insert into webhook_deliveries (job_id, user_id, attempt, target, type, url, host, body)
    select new.id, t.user_id, new.attempt, t.target, event, t.url, t.host, webhook_body(event, new)
    from (
        select 'owner' as target, e.user_id, e.url, e.host from webhook_endpoints e
        where e.user_id = new.user_id and e.disabled_at is null and event = any(e.events)
        union all
        select 'job', w.user_id, w.url, w.host from job_webhooks w
        where w.job_id = new.id and w.disabled_at is null and event = any(w.events)
    ) t
    on conflict do nothing;
    return null;
end $$;

create trigger store_webhook_deliveries after update on jobs for each row
    when (new.notify and old.status is distinct from new.status and new.status <> 'queued')
    execute function store_webhook_deliveries();

-- Deliveries are kept as long as their job; those that are not finished are still sent, and deleted afterwards.
create function delete_webhooks_of_job() returns trigger language plpgsql as $$
begin
    delete from webhook_deliveries where job_id = old.id and state not in ('pending', 'sending');
    update webhook_deliveries set job_deleted = true where job_id = old.id;
    delete from job_webhooks where job_id = old.id;
    return null;
end $$;

create trigger delete_webhooks_of_job after delete on jobs for each row
    when (old.notify) execute function delete_webhooks_of_job();
