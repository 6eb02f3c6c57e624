-- How a job that brings workers down is found among those that only ran beside it.
--
-- Beside it stands deaths, as before: the losses that count against a job, after some of which it fails.

alter table jobs
    add column losses      integer not null default 0, -- workers lost while they ran it, and nobody knows why
    add column lone_losses integer not null default 0, -- those of them that it suffered alone
    add column lost_at     timestamptz,                -- when the newest of them was noticed
    add column not_before  timestamptz;                -- a queued job may not be claimed earlier; null: at once

update jobs set losses = deaths where deaths > 0 and status in ('queued', 'running');

-- Both are empty while no worker is lost.
create index jobs_queued_suspects on jobs (id) where status = 'queued' and losses > 0;
create index jobs_running_suspects on jobs (lease_owner) where status = 'running' and losses > 0;

-- The nodes that run jobs, by the id of their start. A node writes its row with each heartbeat, idle or not, and
-- deletes it when it stops.
create table workers (
    node    uuid primary key,
    slots   integer     not null, -- jobs that it runs at once
    seen_at timestamptz not null default now()
) with (fillfactor = 50);

-- The nodes that were lost lately, and what they ran.
create table worker_losses (
    node    uuid        not null,
    lost_at timestamptz not null default now(), -- when it was noticed
    slots   integer     not null,
    jobs    integer     not null,               -- that ran there
    job_id  uuid,                               -- the only suspect of these, or else the only one; null: none, or several
    primary key (node, lost_at)
);

create index worker_losses_by_time on worker_losses (lost_at);
