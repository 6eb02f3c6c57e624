-- Erasure of users and sessions, retention of what is left of them, and storage settings of tables that grow and shrink.

-- A request to erase the data of an owner. The row names the owner until the erasure has ended.
create table erasures (
    id           uuid primary key,           -- random; whoever knows it may read the state of the erasure
    owner_hash   bytea       not null,       -- see owner_hash
    user_id      uuid,
    session_id   text,
    organization uuid,                       -- of the user's account, unless other users share it
    requested_at timestamptz not null default now(),
    worked_at    timestamptz,                -- when a page was last erased
    finished_at  timestamptz,
    check (num_nonnulls(user_id, session_id) = case when finished_at is null then 1 else 0 end)
);
create unique index erasures_running on erasures (owner_hash) where finished_at is null;
create index erasures_to_do on erasures (worked_at nulls first) where finished_at is null;
create index erasures_by_end on erasures (finished_at) where finished_at is not null;

-- What is kept of an erased owner: a keyed hash, so that a user who comes back gets no second starting credits and tokens that
-- were issued before stay invalid.
create table erased_owners (
    hash      bytea primary key,
    kind      text not null check (kind in ('user', 'session', 'email')),
    erased_at timestamptz -- the end of the erasure; null while it runs
);
create index erased_owners_by_time on erased_owners (erased_at) where kind <> 'email';

-- The two keys of owner_hash, 64 bytes each.
insert into shared_secrets (name, value)
select 'owner-hash', decode(string_agg(replace(gen_random_uuid()::text, '-', ''), ''), 'hex') from generate_series(1, 8);

-- The job or post that an image was drawn for; null for images of earlier versions.
alter table images add column source uuid;
create index images_by_source on images (source) where source is not null;

-- For erasure: these tables are searched by their user. The two tables of webhooks have few rows per job.
create index webhook_deliveries_by_user on webhook_deliveries (user_id);
create index job_webhooks_by_user on job_webhooks (user_id);
create index organizations_by_user on organizations (owner_user_id);
create index organizations_by_session on organizations (owner_session) where owner_session is not null;

-- For retention: the ledger of erased users.
create index credit_entries_of_nobody on credit_entries (created_at)
    where user_id = '00000000-0000-0000-0000-000000000000';

-- Retention deletes from one end of these tables what is inserted at the other end. Vacuum after a fiftieth of the rows
-- instead of a fifth keeps the space that waits to be used again small. The settings of toast. are for large values.
alter table job_inputs set (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);
alter table job_results set (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);
alter table job_steps set (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);
alter table job_events set (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);
alter table narrative_events set (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);
alter table attempt_ends set (autovacuum_vacuum_scale_factor = 0.02);
alter table webhook_deliveries set (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);
alter table idempotency_keys set (autovacuum_vacuum_scale_factor = 0.02);
alter table images set (autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_vacuum_scale_factor = 0.02);

-- For erasures: usage of jobs that their users have adopted from trial users.
create index usage_entries_of_other_tenants on usage_entries (tenant)
    where tenant like 'user:%' and tenant <> 'user:' || user_id::text;
