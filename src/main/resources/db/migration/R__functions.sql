-- The transitions of jobs that choose between outcomes, submit and retry, with their helpers. Every other transition is one
-- statement, a named constant in the Java class that runs it. Nodes of the previous version call these functions too, so
-- their names, parameters and results must not change.

-- Inserts the user with the starting credits, unless it exists; a user who was erased gets none. p_starting null: unlimited
-- credits.
create or replace function meet_user(p_user uuid, p_starting integer) returns void language plpgsql as $$
declare
    last_seen timestamptz;
    starting integer := coalesce(p_starting, 0);
begin
    select seen_at into last_seen from users where id = p_user;
    if found then
        if last_seen < now() - interval '1 day' then
            update users set seen_at = now() where id = p_user;
        end if;
        return;
    end if;
    if starting > 0 and was_erased('user:' || p_user::text) then
        starting := 0;
    end if;
    insert into users (id, unlimited, credit_balance) values (p_user, p_starting is null, starting)
    on conflict do nothing;
    if found and starting > 0 then
        insert into credit_entries (user_id, kind, amount) values (p_user, 'grant', starting);
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

-- The largest number of queued and running jobs of a tenant: that of tenant_limits, else p_cap; null: no cap.
create or replace function tenant_cap(p_tenant text, p_cap integer) returns integer stable language plpgsql as $$
declare
    own integer;
begin
    select l.max_live into own from tenant_limits l where l.tenant = p_tenant;
    return coalesce(own, p_cap);
end $$;

-- How many more jobs of a tenant may start now; null: no limit. Locks the limit until the end of the transaction, so that two
-- transactions cannot both use the same room; 0 while another transaction holds the lock. A volatile function: the count
-- has a new snapshot, taken after the lock. The comparisons of rows and the order leave the planner
-- the index by tenant and status.
create or replace function tenant_room(p_tenant text) returns integer volatile language plpgsql as $$
declare
    own integer;
begin
    if not exists (select from tenant_limits l where l.tenant = p_tenant and l.max_running is not null) then
        return null;
    end if;
    select l.max_running into own from tenant_limits l
    where l.tenant = p_tenant and l.max_running is not null for update skip locked;
    if not found then
        return 0;
    end if;
    return greatest(own - (select count(*) from (
        select from jobs j
        where (j.tenant, j.status) >= (p_tenant, 'running') and (j.tenant, j.status) <= (p_tenant, 'running')
          and j.finished_at is null
        order by j.tenant, j.status, j.id offset 0
    ) running), 0);
end $$;

-- The cost of a tenant's jobs in the present month (UTC) in this currency.
create or replace function month_cost(p_tenant text, p_currency text) returns numeric stable language plpgsql as $$
declare
    first_day constant date := date_trunc('month', now() at time zone 'UTC')::date;
begin
    return coalesce((select m.cost from usage_months m
                     where m.tenant = p_tenant and m.month = first_day and m.currency = p_currency), 0)
        + coalesce((select sum(p.cost) from usage_pending p
                    where p.tenant = p_tenant and p.day >= first_day and p.currency = p_currency), 0);
end $$;

-- Whether a tenant's costs of this month have reached its budget: that of tenant_limits, else p_budget; null or 0: none.
-- p_currency null: budgets are not checked.
create or replace function over_budget(p_tenant text, p_budget numeric, p_currency text)
returns boolean stable language plpgsql as $$
declare
    own numeric;
begin
    if p_currency is null then
        return false;
    end if;
    select l.monthly_budget into own from tenant_limits l where l.tenant = p_tenant;
    own := coalesce(own, p_budget, 0);
    return own > 0 and month_cost(p_tenant, p_currency) >= own;
end $$;

-- Locks the jobs that new jobs are based on, so that they are neither retried nor deleted until the end of the transaction.
-- Null members count as none. The calling function must lock no row of users before: a retry locks its job, then the user.
create or replace function lock_bases(p_bases uuid[]) returns void language plpgsql as $$
begin
    if cardinality(array_remove(p_bases, null)) > 0 then
        perform 1 from jobs where id = any(p_bases) order by id for share;
    end if;
end $$;

-- Why no job can be based on these: 'base_not_found', or 'base_not_finished'; null when it can. Call it after lock_bases.
create or replace function base_fault(p_bases uuid[]) returns text volatile language plpgsql as $$
begin
    return (
        select case when bool_or(j.id is null) then 'base_not_found'
                    when bool_or(j.status not in ('succeeded', 'failed')) then 'base_not_finished' end
        from unnest(array_remove(p_bases, null)) b(id) left join jobs j on j.id = b.id
    );
end $$;

-- The output of a step of a job; null when there is none. A function, so that statements which seldom need it do not lock the
-- partitions of job_steps.
create or replace function step_output(p_job uuid, p_step text) returns json stable strict language plpgsql as $$
begin
    return (select s.output from job_steps s where s.job_id = p_job and s.step = p_step);
end $$;

-- The text of a stored result: p_result, or p_template with that member of the step's output. See V35.
create or replace function stored_result(p_result json, p_template text, p_job uuid, p_step text, p_member text)
returns text stable language sql as $$
    select coalesce(p_result::text, replace(p_template, chr(1), (step_output(p_job, p_step) -> p_member)::text))
$$;

-- The data of a stored event: p_data, or the output of a step. See V35.
create or replace function stored_data(p_data json, p_job uuid, p_output_of text) returns json stable language sql as $$
    select case when p_output_of is null then p_data else step_output(p_job, p_output_of) end
$$;

-- For nodes of the previous version: whether results and events may refer to checkpoints. See V36.
create or replace function may_refer() returns boolean stable language plpgsql as $$
begin
    return exists (select from cluster_features where name = 'references');
end $$;

-- Copies checkpoints of a finished job, so that these steps do not run again. What they used counts for the old job alone:
-- the attempt is 0, and the usage is empty.
create or replace function copy_checkpoints(p_job uuid, p_base uuid, p_steps text[]) returns void language plpgsql as $$
begin
    insert into job_steps (job_id, step, attempt, output, tokens)
    select p_job, s.step, 0, s.output, 0 from job_steps s
    where s.job_id = p_base and split_part(s.step, '/', 1) = any(p_steps);
end $$;

-- Stores a job, its input, its credit hold and its idempotency key. Returns the outcome:
--   created | replayed (job_id is that of the first request) | conflict | budget_exceeded | too_many_jobs
--   | insufficient_credits | base_not_found | base_not_finished
-- p_cap: the largest number of queued and running jobs of the tenant, this one included; null: no cap.
-- p_start_seconds: the job expires when it has not started after this time; null: never.
-- p_base: a job whose checkpoints of p_copied_steps are copied; null: none.
-- p_budget, p_currency: as in over_budget.
-- Raises PR001 when a concurrent transaction stored the idempotency key: call again.
create or replace function submit_job(
    p_id uuid, p_type text, p_user uuid, p_session text, p_second_session text,
    p_organization uuid, p_token_organization uuid, p_tenant text, p_cap integer, p_input json,
    p_credits integer, p_starting integer,
    p_caller text, p_key text, p_hash bytea, p_key_seconds integer,
    p_title text, p_tags text[], p_start_seconds integer, p_base uuid, p_copied_steps text[],
    p_budget numeric, p_currency text
) returns table (outcome text, job_id uuid) language plpgsql as $$
declare
    known record;
    fault text;
begin
    if p_key is not null then
        select k.job_id, k.request_hash into known from idempotency_keys k
        where k.caller = p_caller and k.key = p_key and k.created_at > now() - make_interval(secs => p_key_seconds);
        if found then
            return query select case when known.request_hash = p_hash then 'replayed' else 'conflict' end, known.job_id;
            return;
        end if;
    end if;

    if over_budget(p_tenant, p_budget, p_currency) then
        return query select 'budget_exceeded', null::uuid;
        return;
    end if;

    if p_base is not null then
        perform lock_bases(array[p_base]);
        fault := base_fault(array[p_base]);
        if fault is not null then
            return query select fault, null::uuid;
            return;
        end if;
    end if;

    if p_user is not null then
        perform meet_user(p_user, p_starting);
    end if;

    p_cap := tenant_cap(p_tenant, p_cap);
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
                      token_organization, tenant, hold_attempt, title, tags, start_before, notify)
    values (p_id, p_type, p_user, p_session, p_second_session, known_to_older_nodes(p_organization, p_user),
            p_organization, p_token_organization, p_tenant, case when p_credits > 0 then 1 end, p_title, p_tags,
            now() + make_interval(secs => p_start_seconds), has_webhooks(p_id, p_user));
    insert into job_inputs (job_id, input) values (p_id, p_input);
    if p_base is not null then
        perform copy_checkpoints(p_id, p_base, p_copied_steps);
    end if;
    return query select 'created', p_id;
end $$;

-- For nodes of the previous version: as above, without a budget.
create or replace function submit_job(
    p_id uuid, p_type text, p_user uuid, p_session text, p_second_session text,
    p_organization uuid, p_token_organization uuid, p_tenant text, p_cap integer, p_input json,
    p_credits integer, p_starting integer,
    p_caller text, p_key text, p_hash bytea, p_key_seconds integer,
    p_title text, p_tags text[], p_start_seconds integer, p_base uuid, p_copied_steps text[]
) returns table (outcome text, job_id uuid) language sql as $$
    select outcome, job_id from submit_job(
        p_id, p_type, p_user, p_session, p_second_session, p_organization, p_token_organization, p_tenant, p_cap, p_input,
        p_credits, p_starting, p_caller, p_key, p_hash, p_key_seconds, p_title, p_tags, p_start_seconds, p_base,
        p_copied_steps, null, null)
$$;

-- For older nodes: also without title, tags, limit and base.
create or replace function submit_job(
    p_id uuid, p_type text, p_user uuid, p_session text, p_second_session text,
    p_organization uuid, p_token_organization uuid, p_tenant text, p_cap integer, p_input json,
    p_credits integer, p_starting integer,
    p_caller text, p_key text, p_hash bytea, p_key_seconds integer
) returns table (outcome text, job_id uuid) language sql as $$
    select outcome, job_id from submit_job(
        p_id, p_type, p_user, p_session, p_second_session, p_organization, p_token_organization, p_tenant, p_cap, p_input,
        p_credits, p_starting, p_caller, p_key, p_hash, p_key_seconds, null, null, null, null, null)
$$;

-- Queues the next attempt of a failed job, which may start at any time. Returns the outcome:
--   queued | not_found | unknown_step | not_failed | budget_exceeded | too_many_jobs | insufficient_credits
-- p_cap: the largest number of queued and running jobs of a user or an organization, this one included; p_visitor_cap: of
-- the visitors of one network; null: no cap.
-- p_types, p_steps: the steps whose checkpoints are discarded, with their parts, and the job type of each; null: none are.
-- The outcome is unknown_step when none of them has the type of the job. What discarded steps used stays counted.
-- p_budget, p_currency: as in over_budget.
create or replace function retry_job_from(
    p_id uuid, p_user uuid, p_session text, p_content_credits integer, p_cap integer, p_visitor_cap integer,
    p_types text[], p_steps text[], p_budget numeric, p_currency text
) returns table (outcome text, attempt integer, type text, tenant text) language plpgsql as $$
declare
    j jobs%rowtype;
    credits integer;
    cap integer;
    again text[];
begin
    select * into j from jobs
    where id = p_id and (user_id = p_user or session_id = p_session) for update;
    if not found then
        return query select 'not_found', 0, '', '';
        return;
    end if;
    select array_agg(s.step) into again from unnest(p_types, p_steps) s(type, step) where s.type = j.type;
    if p_types is not null and again is null then
        return query select 'unknown_step', j.attempt, j.type, j.tenant;
        return;
    end if;
    if j.status <> 'failed' then
        return query select 'not_failed', j.attempt, j.type, j.tenant;
        return;
    end if;
    -- A job of a visitor that a user has taken over: its next attempt is queued and counted for the user.
    if j.user_id is not null and starts_with(j.tenant, 'visitor:') then
        j.tenant := 'user:' || j.user_id::text;
    end if;
    if over_budget(j.tenant, p_budget, p_currency) then
        return query select 'budget_exceeded', j.attempt, j.type, j.tenant;
        return;
    end if;
    cap := case when starts_with(j.tenant, 'user:') or starts_with(j.tenant, 'organization:') then p_cap else p_visitor_cap end;
    cap := tenant_cap(j.tenant, cap);
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
    if again is not null then
        -- Their events keep the data; the checkpoints must still be there.
        update job_events e set data = stored_data(e.data, e.job_id, e.output_of), output_of = null
        where e.job_id = j.id and split_part(e.output_of, '/', 1) = any(again);
        delete from job_steps s where s.job_id = j.id and split_part(s.step, '/', 1) = any(again);
        delete from narrative_events n where n.job_id = j.id and n.step = any(again);
    end if;
    update jobs
    set status = 'queued', attempt = j.attempt + 1, deaths = 0, losses = 0, lone_losses = 0, lost_at = null, not_before = null,
        start_before = null, failed_step = null,
        progress = 0, current_step = null, phase = null, eta_seconds = null, error = null, error_code = null, retryable = null, finished_at = null, started_at = null,
        hold_attempt = case when credits > 0 then j.attempt + 1 end, payer = null, tenant = j.tenant, queued_at = now(), updated_at = now(),
        notify = j.notify or has_webhooks(j.id, j.user_id)
    where id = j.id;
    return query select 'queued', j.attempt + 1, j.type, j.tenant;
end $$;

-- For nodes of the previous version: as above, without a budget.
create or replace function retry_job_from(
    p_id uuid, p_user uuid, p_session text, p_content_credits integer, p_cap integer, p_visitor_cap integer,
    p_types text[], p_steps text[]
) returns table (outcome text, attempt integer, type text, tenant text) language sql as $$
    select * from retry_job_from(
        p_id, p_user, p_session, p_content_credits, p_cap, p_visitor_cap, p_types, p_steps, null, null)
$$;

-- As retry_job_from, with all checkpoints kept. For older nodes.
create or replace function retry_job(
    p_id uuid, p_user uuid, p_session text, p_content_credits integer, p_cap integer, p_visitor_cap integer
) returns table (outcome text, attempt integer, type text, tenant text) language sql as $$
    select * from retry_job_from(p_id, p_user, p_session, p_content_credits, p_cap, p_visitor_cap, null, null)
$$;

-- Stores many jobs of one user, all or none. Returns the outcome:
--   created | replayed (job_ids are those of the first request) | conflict | budget_exceeded | too_many_jobs
--   | insufficient_credits | base_not_found | base_not_finished
-- p_cap: as in submit_job, for all jobs together.
-- p_tags, p_copied_steps: per job an array as text; these, p_start_seconds and p_bases may be null: no job has them.
-- p_budget, p_currency: as in over_budget.
-- Raises PR001 as submit_job does. Locks bases, then the user's row, as submit_job does, so that the two cannot deadlock.
create or replace function submit_jobs(
    p_ids uuid[], p_types text[], p_organizations uuid[], p_inputs text[], p_credits integer[],
    p_user uuid, p_token_organization uuid, p_tenant text, p_cap integer, p_starting integer,
    p_caller text, p_key text, p_hash bytea, p_key_seconds integer,
    p_titles text[], p_tags text[], p_start_seconds integer[], p_bases uuid[], p_copied_steps text[],
    p_budget numeric, p_currency text
) returns table (outcome text, job_ids uuid[]) language plpgsql as $$
declare
    known record;
    fault text;
    total integer;
    is_unlimited boolean;
    is_listening boolean; -- the user has a webhook for all jobs
    reported uuid[];      -- jobs with a webhook of their own
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

    if over_budget(p_tenant, p_budget, p_currency) then
        return query select 'budget_exceeded', null::uuid[];
        return;
    end if;

    if p_bases is not null then
        perform lock_bases(p_bases);
        fault := base_fault(p_bases);
        if fault is not null then
            return query select fault, null::uuid[];
            return;
        end if;
    end if;

    perform meet_user(p_user, p_starting);
    select unlimited into is_unlimited from users where id = p_user for update;

    p_cap := tenant_cap(p_tenant, p_cap);
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

    -- As has_webhooks, without a call per item.
    is_listening := exists (select from webhook_endpoints e where e.user_id = p_user and e.disabled_at is null);
    reported := array(select w.job_id from job_webhooks w where w.job_id = any(p_ids) and w.disabled_at is null);

    insert into jobs (id, type, user_id, organization_id, named_organization, token_organization, tenant, hold_attempt,
                      title, tags, start_before, notify)
    select j.id, j.type, p_user, known_to_older_nodes(j.organization, p_user), j.organization, p_token_organization,
           p_tenant, case when j.credits > 0 then 1 end, j.title, j.tags::text[],
           now() + make_interval(secs => j.start_seconds), is_listening or j.id = any(reported)
    from unnest(p_ids, p_types, p_organizations, p_credits, p_titles, p_tags, p_start_seconds)
        j(id, type, organization, credits, title, tags, start_seconds);
    insert into job_inputs (job_id, input)
    select i.id, i.input::json from unnest(p_ids, p_inputs) i(id, input);
    if p_bases is not null then
        perform copy_checkpoints(c.id, c.base, c.steps::text[])
        from unnest(p_ids, p_bases, p_copied_steps) c(id, base, steps) where c.base is not null;
    end if;
    return query select 'created', p_ids;
end $$;

-- For nodes of the previous version: as above, without a budget.
create or replace function submit_jobs(
    p_ids uuid[], p_types text[], p_organizations uuid[], p_inputs text[], p_credits integer[],
    p_user uuid, p_token_organization uuid, p_tenant text, p_cap integer, p_starting integer,
    p_caller text, p_key text, p_hash bytea, p_key_seconds integer,
    p_titles text[], p_tags text[], p_start_seconds integer[], p_bases uuid[], p_copied_steps text[]
) returns table (outcome text, job_ids uuid[]) language sql as $$
    select outcome, job_ids from submit_jobs(
        p_ids, p_types, p_organizations, p_inputs, p_credits, p_user, p_token_organization, p_tenant, p_cap, p_starting,
        p_caller, p_key, p_hash, p_key_seconds, p_titles, p_tags, p_start_seconds, p_bases, p_copied_steps, null, null)
$$;

-- For older nodes: also without titles, tags, limits and bases.
create or replace function submit_jobs(
    p_ids uuid[], p_types text[], p_organizations uuid[], p_inputs text[], p_credits integer[],
    p_user uuid, p_token_organization uuid, p_tenant text, p_cap integer, p_starting integer,
    p_caller text, p_key text, p_hash bytea, p_key_seconds integer
) returns table (outcome text, job_ids uuid[]) language sql as $$
    select outcome, job_ids from submit_jobs(
        p_ids, p_types, p_organizations, p_inputs, p_credits, p_user, p_token_organization, p_tenant, p_cap, p_starting,
        p_caller, p_key, p_hash, p_key_seconds, null, null, null, null, null)
$$;

-- What a job has used so far, over all attempts, also after it was deleted: { inputTokens, outputTokens, cost, currency }.
-- Null members where nothing is known; no cost where the currencies differ.
create or replace function job_usage(p_job uuid) returns json stable language plpgsql as $$
begin
    return (
        select json_build_object(
            'inputTokens', sum(input_tokens), 'outputTokens', sum(output_tokens),
            'cost', case when count(distinct currency) = 1 then sum(cost) end,
            'currency', case when count(distinct currency) = 1 then max(currency) end)
        from usage_entries where job_id = p_job
    );
end $$;

-- Grants credits to a user, for an operator. p_starting: as in meet_user.
create or replace function grant_credits(p_actor uuid, p_user uuid, p_credits integer, p_reason text, p_starting integer)
returns void language plpgsql as $$
begin
    perform meet_user(p_user, p_starting);
    update users set credit_balance = credit_balance + p_credits where id = p_user;
    insert into credit_entries (user_id, kind, amount) values (p_user, 'grant', p_credits);
    insert into audit_entries (actor, action, target, count, details)
    values (p_actor, 'grant', 'user:' || p_user::text, p_credits, json_build_object('reason', p_reason));
end $$;

-- As above, once for each key of an operator. Returns the outcome: granted | replayed | conflict
-- p_key null: always grants.
create or replace function grant_credits(
    p_actor uuid, p_user uuid, p_credits integer, p_reason text, p_starting integer,
    p_key text, p_hash bytea, p_key_seconds bigint
) returns text language plpgsql as $$
declare
    known bytea;
begin
    if p_key is not null then
        insert into credit_grants as g (actor, key, request_hash) values (p_actor, p_key, p_hash)
        on conflict (actor, key) do update set request_hash = excluded.request_hash, created_at = now()
            where g.created_at <= now() - make_interval(secs => p_key_seconds);
        if not found then
            select g.request_hash into known from credit_grants g where g.actor = p_actor and g.key = p_key;
            return case when known = p_hash then 'replayed' else 'conflict' end;
        end if;
    end if;
    perform grant_credits(p_actor, p_user, p_credits, p_reason, p_starting);
    return 'granted';
end $$;
