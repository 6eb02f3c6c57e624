-- The transitions of jobs that choose between outcomes, submit and retry, with their helpers. Every other transition is one
-- statement, a named constant in the Java class that runs it. Nodes of the previous version call these functions too, so
-- their names, parameters and results must not change.

-- Inserts the user with the starting credits, unless it exists. p_starting null: unlimited credits.
create or replace function meet_user(p_user uuid, p_starting integer) returns void language plpgsql as $$
declare
    last_seen timestamptz;
begin
    select seen_at into last_seen from users where id = p_user;
    if found then
        if last_seen < now() - interval '1 day' then
            update users set seen_at = now() where id = p_user;
        end if;
        return;
    end if;
    insert into users (id, unlimited, credit_balance)
    values (p_user, p_starting is null, coalesce(p_starting, 0))
    on conflict do nothing;
    if found and p_starting > 0 then
        insert into credit_entries (user_id, kind, amount) values (p_user, 'grant', p_starting);
    end if;
end $$;

-- Holds credits for an attempt. Returns false when there are too few. The lock on the user's row serializes holds.
create or replace function hold_credits(p_user uuid, p_job uuid, p_attempt integer, p_credits integer)
returns boolean language plpgsql as $$
declare
    is_unlimited boolean;
begin
    select unlimited into is_unlimited from users where id = p_user;
    if not is_unlimited then
        update users set credit_balance = credit_balance - p_credits where id = p_user and credit_balance >= p_credits;
        if not found then
            return false;
        end if;
    end if;
    insert into credit_entries (user_id, job_id, attempt, kind, amount)
    values (p_user, p_job, p_attempt, 'hold', case when is_unlimited then 0 else -p_credits end);
    return true;
end $$;

-- The credits that an attempt holds. A volatile function reads with a new snapshot: a statement that has waited for a job's
-- row sees that row as a concurrent retry has left it, but a join in the same statement would not see the retry's hold.
create or replace function held_credits(p_job uuid, p_attempt integer) returns integer volatile language plpgsql as $$
begin
    return (select -amount from credit_entries where job_id = p_job and attempt = p_attempt and kind = 'hold');
end $$;

-- The value of jobs.organization_id, which only nodes of the previous version read: the organization's id, or null when the
-- table organizations has this id for another user. See V8.
create or replace function known_to_older_nodes(p_organization uuid, p_user uuid) returns uuid stable language sql as $$
    select p_organization
    where not exists (select from organizations o where o.id = p_organization and o.owner_user_id is distinct from p_user)
$$;

-- Locks these tenants until the end of the transaction, so that no other transaction stores jobs of these tenants. Locks them
-- in the order of their keys, so that two transactions cannot deadlock. Tenants without a cap (null) are not locked. The
-- calling function must lock rows of users first: a transaction that waits for a row of users then holds no tenant lock.
create or replace function lock_tenants(p_tenants text[], p_caps integer[]) returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(k.key)
    from (
        select distinct hashtextextended(t.tenant, 0) as key
        from unnest(p_tenants, p_caps) t(tenant, cap) where t.cap is not null order by key
    ) k;
end $$;

-- The number of queued and running jobs of a tenant. Stops counting at p_cap + 1, to limit the index entries that are read.
-- Call it after lock_tenants.
create or replace function live_jobs(p_tenant text, p_cap integer) returns integer volatile language plpgsql as $$
begin
    return (
        select count(*) from (
            select from jobs where tenant = p_tenant and finished_at is null limit p_cap + 1
        ) live
    );
end $$;

-- Stores a job, its input, its credit hold and its idempotency key. Returns the outcome:
--   created | replayed (job_id is that of the first request) | conflict | too_many_jobs | insufficient_credits
-- p_cap: the largest number of queued and running jobs of the tenant, this one included; null: no cap.
-- Raises PR001 when a concurrent transaction stored the idempotency key: call again.
create or replace function submit_job(
    p_id uuid, p_type text, p_user uuid, p_session text, p_second_session text,
    p_organization uuid, p_token_organization uuid, p_tenant text, p_cap integer, p_input json,
    p_credits integer, p_starting integer,
    p_caller text, p_key text, p_hash bytea, p_key_seconds integer
) returns table (outcome text, job_id uuid) language plpgsql as $$
declare
    known record;
begin
    if p_key is not null then
        select k.job_id, k.request_hash into known from idempotency_keys k
        where k.caller = p_caller and k.key = p_key and k.created_at > now() - make_interval(secs => p_key_seconds);
        if found then
            return query select case when known.request_hash = p_hash then 'replayed' else 'conflict' end, known.job_id;
            return;
        end if;
    end if;

    if p_user is not null then
        perform meet_user(p_user, p_starting);
    end if;

    if p_cap is not null then
        if p_credits > 0 then
            perform 1 from users where id = p_user and not unlimited for update;
        end if;
        perform lock_tenants(array[p_tenant], array[p_cap]);
        if live_jobs(p_tenant, p_cap) >= p_cap then
            return query select 'too_many_jobs', null::uuid;
            return;
        end if;
    end if;

    if p_credits > 0 and not hold_credits(p_user, p_id, 1, p_credits) then
        return query select 'insufficient_credits', null::uuid;
        return;
    end if;

    if p_organization is not null then
        insert into owned_organizations (owner, id)
        values (organization_owner(p_organization, p_token_organization, p_user, p_session), p_organization)
        on conflict do nothing;
    end if;

    if p_key is not null then
        insert into idempotency_keys as k (caller, key, request_hash, job_id) values (p_caller, p_key, p_hash, p_id)
        on conflict (caller, key) do update
            set request_hash = excluded.request_hash, job_id = excluded.job_id, created_at = now()
            where k.created_at <= now() - make_interval(secs => p_key_seconds);
        if not found then
            raise exception 'idempotency key taken meanwhile' using errcode = 'PR001';
        end if;
    end if;

    insert into jobs (id, type, user_id, session_id, second_session, organization_id, named_organization,
                      token_organization, tenant, hold_attempt)
    values (p_id, p_type, p_user, p_session, p_second_session, known_to_older_nodes(p_organization, p_user),
            p_organization, p_token_organization, p_tenant, case when p_credits > 0 then 1 end);
    insert into job_inputs (job_id, input) values (p_id, p_input);
    return query select 'created', p_id;
end $$;

-- Queues the next attempt of a failed job. Returns the outcome:
--   queued | not_found | not_failed | too_many_jobs | insufficient_credits
-- p_cap: the largest number of queued and running jobs of a user or an organization, this one included; p_visitor_cap: of
-- the visitors of one network; null: no cap.
create or replace function retry_job(
    p_id uuid, p_user uuid, p_session text, p_content_credits integer, p_cap integer, p_visitor_cap integer
) returns table (outcome text, attempt integer, type text, tenant text) language plpgsql as $$
declare
    j jobs%rowtype;
    credits integer;
    cap integer;
begin
    select * into j from jobs
    where id = p_id and (user_id = p_user or session_id = p_session) for update;
    if not found then
        return query select 'not_found', 0, '', '';
        return;
    end if;
    if j.status <> 'failed' then
        return query select 'not_failed', j.attempt, j.type, j.tenant;
        return;
    end if;
    cap := case when starts_with(j.tenant, 'user:') or starts_with(j.tenant, 'organization:') then p_cap else p_visitor_cap end;
    credits := case when j.type = 'content_generation' then p_content_credits else 0 end;
    if cap is not null then
        if credits > 0 then
            perform 1 from users where id = j.user_id and not unlimited for update;
        end if;
        perform lock_tenants(array[j.tenant], array[cap]);
        if live_jobs(j.tenant, cap) >= cap then
            return query select 'too_many_jobs', j.attempt, j.type, j.tenant;
            return;
        end if;
    end if;
    if credits > 0 and not hold_credits(j.user_id, j.id, j.attempt + 1, credits) then
        return query select 'insufficient_credits', j.attempt, j.type, j.tenant;
        return;
    end if;
    update jobs
    set status = 'queued', attempt = j.attempt + 1, deaths = 0, losses = 0, lone_losses = 0, lost_at = null, not_before = null,
        progress = 0, current_step = null, phase = null, eta_seconds = null, error = null, error_code = null, retryable = null, finished_at = null, started_at = null,
        hold_attempt = case when credits > 0 then j.attempt + 1 end, queued_at = now(), updated_at = now()
    where id = j.id;
    return query select 'queued', j.attempt + 1, j.type, j.tenant;
end $$;

-- Stores many jobs of one user, all or none. Returns the outcome:
--   created | replayed (job_ids are those of the first request) | conflict | too_many_jobs | insufficient_credits
-- p_cap: as in submit_job, for all jobs together.
-- Raises PR001 as submit_job does. Locks the user's row first, as submit_job does, so that the two cannot deadlock.
create or replace function submit_jobs(
    p_ids uuid[], p_types text[], p_organizations uuid[], p_inputs text[], p_credits integer[],
    p_user uuid, p_token_organization uuid, p_tenant text, p_cap integer, p_starting integer,
    p_caller text, p_key text, p_hash bytea, p_key_seconds integer
) returns table (outcome text, job_ids uuid[]) language plpgsql as $$
declare
    known record;
    total integer;
    is_unlimited boolean;
begin
    if p_key is not null then
        select k.job_ids, k.request_hash into known from idempotency_keys k
        where k.caller = p_caller and k.key = p_key and k.created_at > now() - make_interval(secs => p_key_seconds);
        if found then
            return query
                select case when known.request_hash = p_hash then 'replayed' else 'conflict' end, known.job_ids;
            return;
        end if;
    end if;

    perform meet_user(p_user, p_starting);
    select unlimited into is_unlimited from users where id = p_user for update;

    if p_cap is not null then
        perform lock_tenants(array[p_tenant], array[p_cap]);
        if live_jobs(p_tenant, p_cap) + cardinality(p_ids) > p_cap then
            return query select 'too_many_jobs', null::uuid[];
            return;
        end if;
    end if;

    select sum(c) into total from unnest(p_credits) c;
    if not is_unlimited and total > 0 then
        update users set credit_balance = credit_balance - total where id = p_user and credit_balance >= total;
        if not found then
            return query select 'insufficient_credits', null::uuid[];
            return;
        end if;
    end if;

    insert into owned_organizations (owner, id)
    select distinct organization_owner(o, p_token_organization, p_user, null), o
    from unnest(p_organizations) o where o is not null order by 1, 2
    on conflict do nothing;

    insert into credit_entries (user_id, job_id, attempt, kind, amount)
    select p_user, h.id, 1, 'hold', case when is_unlimited then 0 else -h.credits end
    from unnest(p_ids, p_credits) h(id, credits) where h.credits > 0;

    if p_key is not null then
        insert into idempotency_keys as k (caller, key, request_hash, job_id, job_ids)
        values (p_caller, p_key, p_hash, p_ids[1], p_ids)
        on conflict (caller, key) do update
            set request_hash = excluded.request_hash, job_id = excluded.job_id, job_ids = excluded.job_ids,
                created_at = now()
            where k.created_at <= now() - make_interval(secs => p_key_seconds);
        if not found then
            raise exception 'idempotency key taken meanwhile' using errcode = 'PR001';
        end if;
    end if;

    insert into jobs (id, type, user_id, organization_id, named_organization, token_organization, tenant, hold_attempt)
    select j.id, j.type, p_user, known_to_older_nodes(j.organization, p_user), j.organization, p_token_organization,
           p_tenant, case when j.credits > 0 then 1 end
    from unnest(p_ids, p_types, p_organizations, p_credits) j(id, type, organization, credits);
    insert into job_inputs (job_id, input)
    select i.id, i.input::json from unnest(p_ids, p_inputs) i(id, input);
    return query select 'created', p_ids;
end $$;
