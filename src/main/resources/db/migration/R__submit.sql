-- Stores many jobs, independent of each other, and returns for each the outcome of submit_job. Plain items are stored by one
-- statement per table: their user is stored and has enough credits, their tenant stays within its cap, and their idempotency
-- key is new. All other items are passed to submit_job, one after the other.
-- Raises PR001 as submit_job does; then nothing was stored. The items must be ordered by p_callers, the owners: rows are
-- locked in that order.
-- p_tags, p_copied_steps: per item an array as text; these, p_start_seconds and p_bases may be null: no item has them. Items
-- with a base are not plain.
-- p_budget, p_currency: as in over_budget. The items of a tenant over its budget are not plain.
create or replace function submit_each(
    p_ids uuid[], p_types text[], p_users uuid[], p_sessions text[], p_second_sessions text[],
    p_organizations uuid[], p_token_organizations uuid[], p_tenants text[], p_caps integer[],
    p_inputs text[], p_credits integer[],
    p_callers text[], p_keys text[], p_hashes bytea[], p_starting integer, p_key_seconds integer,
    p_titles text[], p_tags text[], p_start_seconds integer[], p_bases uuid[], p_copied_steps text[],
    p_budget numeric, p_currency text
) returns table (item bigint, outcome text, job_id uuid) language plpgsql as $$
declare
    plain boolean[] := array_fill(false, array[cardinality(p_ids)]); -- per item: whether it is plain
    free boolean[];  -- per item: whether it has no user or an unlimited one
    paid uuid[];     -- users who have paid for all their plain items
    unseen uuid[];   -- users whose seen_at is more than a day old
    older uuid[];    -- per item: the result of known_to_older_nodes, without a call per item
    listening uuid[]; -- users with a webhook for all their jobs
    reported uuid[];  -- jobs with a webhook of their own
    new_organizations boolean;
    few constant integer := 3; -- up to this number, calls of submit_job are faster
    many constant boolean := cardinality(p_ids) > few;
    capped boolean;
    stopped text[]; -- tenants over their budgets
    inserted bigint;
begin
    if exists (select from tenant_limits where max_live is not null) then
        select array_agg(tenant_cap(i.tenant, i.cap) order by i.n) into p_caps
        from unnest(p_tenants, p_caps) with ordinality i(tenant, cap, n);
    end if;
    capped := cardinality(array_remove(p_caps, null)) > 0;

    if many and p_currency is not null
       and (p_budget > 0 or exists (select from tenant_limits where monthly_budget > 0)) then
        stopped := array(
            select t.tenant from (select distinct i.tenant from unnest(p_tenants) i(tenant)) t
            where over_budget(t.tenant, p_budget, p_currency));
    end if;

    if p_bases is not null then
        perform lock_bases(p_bases);
    end if;

    if many then
        -- Finds the existing rows of all items, with one index lookup per item and table.
        select array_agg(i.usr is null or u.id is not null order by i.n),
               array_agg(coalesce(u.unlimited, true) order by i.n),
               array_agg(distinct u.id) filter (where u.seen_at < now() - interval '1 day'),
               array_agg(case when o.id is null or o.owner_user_id is not distinct from i.usr then i.organization end order by i.n),
               bool_or(i.organization is not null and k.id is null)
        into plain, free, unseen, older, new_organizations
        from unnest(p_users, p_sessions, p_organizations, p_token_organizations) with ordinality
            i(usr, session, organization, token, n)
        left join users u on u.id = i.usr
        left join owned_organizations k
            on k.owner = organization_owner(i.organization, i.token, i.usr, i.session) and k.id = i.organization
        left join organizations o on o.id = i.organization;
        if p_bases is not null then
            select array_agg(i.plain and i.base is null order by i.n) into plain
            from unnest(plain, p_bases) with ordinality i(plain, base, n);
        end if;
        if cardinality(stopped) > 0 then
            select array_agg(i.plain and i.tenant <> all(stopped) order by i.n) into plain
            from unnest(plain, p_tenants) with ordinality i(plain, tenant, n);
        end if;
    end if;

    if cardinality(p_ids) > 1 and (free is null or false = any(free)) then
        perform 1 from users u
        where u.id in (select i.usr from unnest(p_users, p_credits) i(usr, credits) where i.credits > 0) and not u.unlimited
        order by u.id for update;
    end if;
    if cardinality(p_ids) > 1 and capped then
        perform lock_tenants(p_tenants, p_caps);
    end if;

    if many then
        if capped then
            with items as (
                select i.tenant, i.cap, i.plain, i.n, row_number() over (partition by i.tenant order by i.n) as nth
                from unnest(p_tenants, p_caps, plain) with ordinality i(tenant, cap, plain, n)
            ), tenants as materialized (
                select t.tenant, live.jobs
                from (select distinct i.tenant, i.cap from items i where i.cap is not null) t
                cross join lateral (
                    select count(*) as jobs from (
                        select from jobs j where j.tenant = t.tenant and j.finished_at is null limit t.cap + 1
                    ) l
                ) live
            )
            select array_agg(i.plain and (i.cap is null or t.jobs + i.nth <= i.cap) order by i.n) into plain
            from items i left join tenants t on t.tenant = i.tenant;
        end if;

        if cardinality(array_remove(p_keys, null)) > 0 then
            select array_agg(i.plain and (i.key is null or i.nth = 1 and not exists (
                       select from idempotency_keys k where k.caller = i.caller and k.key = i.key)) order by i.n)
            into plain
            from (
                select a.*, row_number() over (partition by a.caller, a.key order by a.n) as nth
                from unnest(p_callers, p_keys, plain) with ordinality a(caller, key, plain, n)
            ) i;
        end if;

        if unseen is not null then
            update users u set seen_at = now() from unnest(unseen) s(id) where u.id = s.id;
        end if;

        if false = any(free) then
            with due as (
                select i.usr, sum(i.credits) as total
                from unnest(p_users, p_credits, plain, free) i(usr, credits, plain, free)
                where i.plain and not i.free and i.credits > 0 group by i.usr
            ), taken as (
                update users u set credit_balance = u.credit_balance - due.total from due
                where u.id = due.usr and u.credit_balance >= due.total returning u.id
            )
            select coalesce(array_agg(taken.id), '{}') into paid from taken;
            select array_agg(i.plain and (i.free or i.credits = 0 or i.usr = any(paid)) order by i.n) into plain
            from unnest(p_users, p_credits, plain, free) with ordinality i(usr, credits, plain, free, n);
        end if;

        if exists (select from unnest(p_keys, plain) i(key, plain) where i.key is not null and i.plain) then
            insert into idempotency_keys (caller, key, request_hash, job_id)
            select i.caller, i.key, i.hash, i.id
            from unnest(p_callers, p_keys, p_hashes, p_ids, plain) i(caller, key, hash, id, plain)
            where i.key is not null and i.plain
            on conflict do nothing;
            get diagnostics inserted = row_count;
            if inserted < (select count(*) from unnest(p_keys, plain) i(key, plain) where i.key is not null and i.plain) then
                raise exception 'idempotency key taken meanwhile' using errcode = 'PR001';
            end if;
        end if;

        if new_organizations then
            insert into owned_organizations (owner, id)
            select distinct o.owner, o.id
            from (
                select organization_owner(i.id, i.token, i.usr, i.session) as owner, i.id
                from unnest(p_organizations, p_token_organizations, p_users, p_sessions, plain) i(id, token, usr, session, plain)
                where i.plain and i.id is not null
            ) o
            where not exists (select from owned_organizations k where k.owner = o.owner and k.id = o.id)
            order by 1, 2
            on conflict do nothing;
        end if;

        -- As has_webhooks, without a call per item.
        listening := array(
            select e.user_id from webhook_endpoints e where e.user_id = any(p_users) and e.disabled_at is null);
        reported := array(select w.job_id from job_webhooks w where w.job_id = any(p_ids) and w.disabled_at is null);

        insert into jobs (id, type, user_id, session_id, second_session, organization_id, named_organization,
                          token_organization, tenant, hold_attempt, title, tags, start_before, notify)
        select i.id, i.type, i.usr, i.session, i.second,
               i.older, i.organization, i.token, i.tenant, case when i.credits > 0 then 1 end, i.title, i.tags::text[],
               now() + make_interval(secs => i.start_seconds),
               i.usr is not null and (i.usr = any(listening) or i.id = any(reported))
        from unnest(p_ids, p_types, p_users, p_sessions, p_second_sessions, p_organizations, p_token_organizations,
                    p_tenants, p_credits, plain, older, p_titles, p_tags, p_start_seconds)
            i(id, type, usr, session, second, organization, token, tenant, credits, plain, older, title, tags,
              start_seconds)
        where i.plain;

        insert into job_inputs (job_id, input)
        select i.id, i.input::json from unnest(p_ids, p_inputs, plain) i(id, input, plain) where i.plain;

        insert into credit_entries (user_id, job_id, attempt, kind, amount)
        select i.usr, i.id, 1, 'hold', case when i.free then 0 else -i.credits end
        from unnest(p_ids, p_users, p_credits, plain, free) i(id, usr, credits, plain, free)
        where i.credits > 0 and i.plain;

        return query
            select i.n, 'created', i.id from unnest(p_ids, plain) with ordinality i(id, plain, n) where i.plain;
    end if;

    for item in select i.n from unnest(plain) with ordinality i(plain, n) where not i.plain order by i.n loop
        select s.outcome, s.job_id into outcome, job_id
        from submit_job(
            p_ids[item], p_types[item], p_users[item], p_sessions[item], p_second_sessions[item],
            p_organizations[item], p_token_organizations[item], p_tenants[item], p_caps[item], p_inputs[item]::json,
            p_credits[item], p_starting, p_callers[item], p_keys[item], p_hashes[item], p_key_seconds,
            p_titles[item], p_tags[item]::text[], p_start_seconds[item], p_bases[item], p_copied_steps[item]::text[],
            p_budget, p_currency) s;
        return next;
    end loop;
end $$;

-- For nodes of the previous version: as above, without a budget.
create or replace function submit_each(
    p_ids uuid[], p_types text[], p_users uuid[], p_sessions text[], p_second_sessions text[],
    p_organizations uuid[], p_token_organizations uuid[], p_tenants text[], p_caps integer[],
    p_inputs text[], p_credits integer[],
    p_callers text[], p_keys text[], p_hashes bytea[], p_starting integer, p_key_seconds integer,
    p_titles text[], p_tags text[], p_start_seconds integer[], p_bases uuid[], p_copied_steps text[]
) returns table (item bigint, outcome text, job_id uuid) language sql as $$
    select item, outcome, job_id from submit_each(
        p_ids, p_types, p_users, p_sessions, p_second_sessions, p_organizations, p_token_organizations, p_tenants, p_caps,
        p_inputs, p_credits, p_callers, p_keys, p_hashes, p_starting, p_key_seconds, p_titles, p_tags, p_start_seconds,
        p_bases, p_copied_steps, null, null)
$$;

-- For older nodes: also without titles, tags, limits and bases.
create or replace function submit_each(
    p_ids uuid[], p_types text[], p_users uuid[], p_sessions text[], p_second_sessions text[],
    p_organizations uuid[], p_token_organizations uuid[], p_tenants text[], p_caps integer[],
    p_inputs text[], p_credits integer[],
    p_callers text[], p_keys text[], p_hashes bytea[], p_starting integer, p_key_seconds integer
) returns table (item bigint, outcome text, job_id uuid) language sql as $$
    select item, outcome, job_id from submit_each(
        p_ids, p_types, p_users, p_sessions, p_second_sessions, p_organizations, p_token_organizations, p_tenants, p_caps,
        p_inputs, p_credits, p_callers, p_keys, p_hashes, p_starting, p_key_seconds, null, null, null, null, null)
$$;

-- ---- Erasure. In this file, since nodes of older versions refuse a database with a repeatable file that they do not know. ----

-- Erasure: the keyed hash of an owner, the begin of an erasure, and its pages. Each page is a transaction that may be repeated.

-- HMAC-SHA-256 (RFC 2104) with two independent keys in place of the padded ones. p_owner: 'user:<id>', 'session:<id>' or
-- 'email:<address>'.
create or replace function owner_hash(p_owner text) returns bytea stable language plpgsql as $$
declare
    keys bytea;
begin
    select value into strict keys from shared_secrets where name = 'owner-hash';
    return sha256(substr(keys, 1, 64) || sha256(substr(keys, 65, 64) || convert_to(p_owner, 'UTF8')));
end $$;

-- Whether this owner was erased, or is being erased.
create or replace function was_erased(p_owner text) returns boolean stable language plpgsql as $$
begin
    return exists (select from erased_owners where hash = owner_hash(p_owner));
end $$;

-- Begins to erase a user or a session, one of which is given; returns the erasure, or the one that runs already. Ends the
-- sign-ins and deletes the account, so that nobody can sign in. p_email: of the user's token; null: unknown. p_actor: the
-- operator who requested it, for the audit; null: the owner did.
create or replace function begin_erasure(p_id uuid, p_user uuid, p_session text, p_email text, p_actor uuid)
returns uuid language plpgsql as $$
declare
    owner constant text := coalesce('user:' || p_user::text, 'session:' || p_session);
    found_id uuid;
    account record;
    own_organization uuid;
begin
    insert into erased_owners (hash, kind, erased_at)
    values (owner_hash(owner), case when p_user is null then 'session' else 'user' end, null)
    on conflict (hash) do update set erased_at = null;

    select id into found_id from erasures where owner_hash = owner_hash(owner) and finished_at is null;
    if found then
        return found_id;
    end if;

    if p_user is not null then
        delete from sign_ins where user_id = p_user;
        delete from webhook_endpoints where user_id = p_user;
        delete from webhook_secrets where user_id = p_user;
        delete from accounts where user_id = p_user returning email, organization_id into account;
        if account.organization_id is not null
           and not exists (select from accounts a where a.organization_id = account.organization_id)
           and not exists (select from jobs j where j.token_organization = account.organization_id
                                                and j.user_id is distinct from p_user) then
            own_organization := account.organization_id;
        end if;
        insert into erased_owners (hash, kind, erased_at)
        select owner_hash('email:' || e), 'email', now()
        from unnest(array[account.email, p_email]) e where e is not null
        on conflict (hash) do nothing;
    end if;

    insert into erasures (id, owner_hash, user_id, session_id, organization)
    values (p_id, owner_hash(owner), p_user, p_session, own_organization);
    if p_actor is not null then
        insert into audit_entries (actor, action, target) values (p_actor, 'erase', 'erasure:' || p_id::text);
    end if;
    return p_id;
end $$;

-- Deletes the images of the given ids or sources that no post and no organization of another owner shows.
create or replace function erase_images(p_user uuid, p_session text, p_owners text[], p_images uuid[], p_sources uuid[])
returns void language plpgsql as $$
begin
    delete from images i
    where (i.id = any(p_images) or i.source = any(p_sources))
      and not exists (
          select from image_uses u
          where u.image_id = i.id
            and case when starts_with(u.used_by, 'post:') then exists (
                    select from posts p where p.id = substr(u.used_by, 6)::uuid
                      and not (p.user_id is not distinct from p_user and (p_user is not null or p.session_id = p_session)))
                else not exists (select from unnest(p_owners) o where starts_with(u.used_by, o || '/')) end);
end $$;

-- Erases at most p_limit rows of each table that are found by the owner. Returns how many rows were found, also those that are
-- locked by others and were left; 0: none is there any more. Jobs that have not ended are left.
create or replace function erase_page(p_erasure uuid, p_limit integer) returns bigint language plpgsql as $$
declare
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
    e record;
    owners text[];
    page uuid[];
    n bigint;
    total bigint := 0;
begin
    select * into e from erasures where id = p_erasure and finished_at is null for update;
    if not found then
        return 0;
    end if;
    update erasures set worked_at = now() where id = p_erasure;
    owners := array_remove(array['user:' || e.user_id::text, 'session:' || e.session_id,
                                 'organization:' || e.organization::text], null);

    if e.user_id is not null then
        page := array(select id from jobs where user_id = e.user_id and status in ('succeeded', 'failed')
                      order by id limit p_limit for update skip locked);
    else
        page := array(select id from jobs where session_id = e.session_id and user_id is null
                        and status in ('succeeded', 'failed')
                      order by id limit p_limit for update skip locked);
    end if;
    if cardinality(page) > 0 then
        perform erase_images(e.user_id, e.session_id, owners, array(
            select i from (
                select coalesce(result::text, template) as t from job_results where job_id = any(page)
                union all select output::text from job_steps where job_id = any(page)
                union all select data::text from job_events where job_id = any(page)
            ) texts, images_in(t) i where t like '%/api/v1/images/%'), page);
        delete from job_inputs where job_id = any(page);
        delete from job_results where job_id = any(page);
        delete from job_steps where job_id = any(page);
        delete from job_events where job_id = any(page);
        delete from narrative_events where job_id = any(page);
        delete from attempt_ends where job_id = any(page);
        delete from stream_tickets where job_id = any(page);
        delete from job_webhooks where job_id = any(page);
        delete from webhook_deliveries where job_id = any(page);
        delete from jobs where id = any(page);
    end if;
    if e.user_id is not null then
        total := total + (select count(*) from (select from jobs where user_id = e.user_id limit p_limit) j);
    else
        total := total
            + (select count(*) from (select from jobs where session_id = e.session_id and user_id is null limit p_limit) j);
    end if;
    total := total + cardinality(page);

    if e.user_id is not null then
        page := array(select id from posts where user_id = e.user_id limit p_limit for update);
    else
        page := array(select id from posts where session_id = e.session_id and user_id is null limit p_limit for update);
    end if;
    if cardinality(page) > 0 then
        perform erase_images(e.user_id, e.session_id, owners,
                             array(select i from posts p, images_in(p.content) i where p.id = any(page)), page);
        delete from posts where id = any(page);
        total := total + cardinality(page);
    end if;

    page := array(select id from owned_organizations where owner = any(owners) limit p_limit for update);
    if cardinality(page) > 0 then
        perform erase_images(e.user_id, e.session_id, owners, array(
            select i from owned_organizations o, images_in(o.context::text) i where o.owner = any(owners) and o.id = any(page)),
            null);
        delete from owned_organizations where owner = any(owners) and id = any(page);
        total := total + cardinality(page);
    end if;
    delete from organizations
    where owner_user_id = e.user_id or owner_session = e.session_id and owner_user_id is null or id = e.organization;
    get diagnostics n = row_count;
    total := total + n;

    delete from idempotency_keys where (caller, key) in (
        select caller, key from idempotency_keys where caller = any(owners) limit p_limit);
    get diagnostics n = row_count;
    total := total + n;

    if e.session_id is not null then
        -- What belongs to others, who have adopted it or have named this session beside their own.
        update jobs set session_id = null where id in (
            select id from jobs where session_id = e.session_id and user_id is not null limit p_limit);
        get diagnostics n = row_count;
        total := total + n;
        update jobs set second_session = null where id in (
            select id from jobs where second_session = e.session_id limit p_limit);
        get diagnostics n = row_count;
        total := total + n;
        update posts set session_id = null, visitor = null where id in (
            select id from posts where session_id = e.session_id and user_id is not null limit p_limit);
        get diagnostics n = row_count;
        total := total + n;
        update organizations set owner_session = null where owner_session = e.session_id;
        return total;
    end if;

    delete from webhook_deliveries where id in (
        select id from webhook_deliveries where user_id = e.user_id limit p_limit);
    get diagnostics n = row_count;
    total := total + n;
    delete from job_webhooks where job_id in (select job_id from job_webhooks where user_id = e.user_id limit p_limit);
    get diagnostics n = row_count;
    total := total + n;
    update usage_entries set user_id = null, tenant = case when tenant <> all(owners) then tenant end where id in (
        select id from usage_entries where user_id = e.user_id limit p_limit);
    get diagnostics n = row_count;
    total := total + n;
    -- Of jobs that others have adopted: usage_entries_of_other_tenants has only these.
    update usage_entries set tenant = null where id in (
        select id from usage_entries
        where tenant = any(owners) and tenant like 'user:%' and tenant <> 'user:' || user_id::text limit p_limit);
    get diagnostics n = row_count;
    total := total + n;
    with days as (
        delete from usage_days where tenant = any(owners) returning *
    )
    insert into usage_pending (day, tenant, type, model, currency, calls, input_tokens, output_tokens, images, cost, is_total)
    select day, '', type, model, currency, calls, input_tokens, output_tokens, images, cost, true from days;
    get diagnostics n = row_count;
    total := total + n;
    update usage_pending set tenant = '' where tenant = any(owners);
    get diagnostics n = row_count;
    total := total + n;
    delete from usage_months where tenant = any(owners);
    get diagnostics n = row_count;
    total := total + n;
    update credit_entries set user_id = nobody where ctid = any(array(
        select ctid from credit_entries where user_id = e.user_id limit p_limit for update));
    get diagnostics n = row_count;
    total := total + n;

    if total = 0 then
        delete from sign_ins where user_id = e.user_id;
        delete from accounts where user_id = e.user_id;
        delete from users where id = e.user_id;
        with gone as (
            delete from credit_sums where user_id = e.user_id returning granted, held, spent, released
        )
        insert into credit_sums as s (user_id, granted, held, spent, released)
        select nobody, granted, held, spent, released from gone
        on conflict (user_id) do update
            set granted = s.granted + excluded.granted, held = s.held + excluded.held, spent = s.spent + excluded.spent,
                released = s.released + excluded.released;
    end if;
    return total;
end $$;

-- Removes users from the next p_limit jobs of others after p_after: jobs that others have adopted from a trial user name that
-- user as tenant and payer. Returns the last job examined; null: there are no more.
create or replace function erase_from_jobs(p_users uuid[], p_after uuid, p_limit integer) returns uuid language plpgsql as $$
declare
    last uuid;
    tenants constant text[] := array(select 'user:' || u::text from unnest(p_users) u);
begin
    select max(id::text)::uuid into last from (select id from jobs where id > p_after order by id limit p_limit) page;
    update jobs j
    set tenant = case when j.tenant = any(tenants) then 'user:' || j.user_id::text else j.tenant end,
        payer = case when j.payer = any(p_users) then '00000000-0000-0000-0000-000000000000' else j.payer end
    where j.id > p_after and j.id <= last and j.user_id is not null and j.user_id <> all(p_users)
      and (j.tenant = any(tenants) or j.payer = any(p_users));
    return last;
end $$;

-- Removes names of owners ('<id>', 'user:<id>', 'tenant:user:<id>', …) from what operators have done; p_users: those of them
-- that are users, who may have been operators. A task on an erased owner that has not ended is aborted.
create or replace function erase_from_operations(p_names text[], p_users uuid[]) returns void language plpgsql as $$
declare
    nobody constant uuid := '00000000-0000-0000-0000-000000000000';
begin
    update audit_entries set actor = nobody where actor = any(p_users);
    update audit_entries set target = 'erased', details = null where target = any(p_names);
    update audit_entries set filter = '{}'
    where filter is not null and array[filter->>'owner', filter->>'tenant', filter->>'organization',
            lower(filter->>'owner'), lower(filter->>'tenant'), lower(filter->>'organization')] && p_names;
    update operator_tasks set actor = nobody where actor = any(p_users);
    update operator_tasks
    set filter = '{}', status = case when finished_at is null then 'aborted' else status end,
        finished_at = coalesce(finished_at, now()), updated_at = now()
    where array[filter->>'owner', filter->>'tenant', filter->>'organization',
            lower(filter->>'owner'), lower(filter->>'tenant'), lower(filter->>'organization')] && p_names;
    delete from tenant_limits where tenant = any(p_names);
    update tenant_limits set changed_by = nobody where changed_by = any(p_users);
    delete from credit_grants where actor = any(p_users);
    delete from pauses where scope = any(p_names);
    update pauses set paused_by = nobody where paused_by = any(p_users);
    update node_drains set drained_by = nobody where drained_by = any(p_users);
end $$;

-- Ends an erasure of which erase_page finds nothing any more: tokens of the user that are issued from now on are valid.
-- Returns false when there is something again.
create or replace function finish_erasure(p_erasure uuid) returns boolean language plpgsql as $$
begin
    if erase_page(p_erasure, 1) > 0 then
        return false;
    end if;
    update erased_owners o set erased_at = date_trunc('second', now())
    from erasures e where e.id = p_erasure and o.hash = e.owner_hash and o.kind = 'user';
    delete from erased_owners o using erasures e where e.id = p_erasure and o.hash = e.owner_hash and o.kind = 'session';
    update erasures set finished_at = now(), user_id = null, session_id = null, organization = null
    where id = p_erasure and finished_at is null;
    return true;
end $$;

-- ---- Partitions ----

-- Creates partitions of one of the four tables of job contents, until a time. Returns how many. A time for which rows are in the
-- default partition already, since no partition was created for it in time, stays there. One table per transaction, and no
-- long wait for its lock: statements that need the table wait meanwhile. With the rights of the tables' owner, since the
-- service may connect as another user.
create or replace function create_job_partitions(p_parent text, p_width interval, p_until timestamptz)
returns integer language plpgsql security definer set search_path from current set lock_timeout = '500ms' as $$
declare
    lower_bound timestamptz;
    upper_bound timestamptz;
    partition text;
    created integer := 0;
begin
    select greatest(max(upper_at), date_bin(p_width, now(), 'epoch')) into lower_bound
    from job_partitions where parent = p_parent;
    if lower_bound >= p_until then
        return 0;
    end if;
    lock table job_partitions in share row exclusive mode;
    -- No statement may be planned while a partition is attached, which would lock the default partition only. PostgreSQL 18.6
    -- crashed once (signal 11) in a claim of a node that had just started; whether this was the cause is not known.
    execute format('lock table %I in access exclusive mode', p_parent);
    select greatest(max(upper_at), date_bin(p_width, now(), 'epoch')) into lower_bound
    from job_partitions where parent = p_parent;
    while lower_bound < p_until and created < 20 loop
        upper_bound := date_bin(p_width, lower_bound, 'epoch') + p_width;
        partition := p_parent || to_char(lower_bound at time zone 'UTC', '_YYYYMMDD_HH24MISS');
        begin
            insert into job_partitions (parent, name, lower_at, upper_at)
            values (p_parent, partition, lower_bound, upper_bound);
            execute format('create table %I (like %I including all)', partition, p_parent);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                p_parent, partition, job_id_at(lower_bound), job_id_at(upper_bound));
            created := created + 1;
        exception when check_violation then
            null;
        end;
        lower_bound := upper_bound;
    end loop;
    return created;
end $$;

-- Drops a partition with its rows.
create or replace function drop_job_partition(p_name text)
returns void language plpgsql security definer set search_path from current set lock_timeout = '500ms' as $$
begin
    delete from job_partitions where name = p_name;
    if found then
        execute format('drop table %I', p_name);
    end if;
end $$;

-- A new database needs partitions before its first job. Nodes create all others; their width is a matter of the settings.
do $$
begin
    if exists (select from pg_partitioned_table where partrelid = 'job_events'::regclass) then
        perform create_job_partitions(t, interval '10 minutes', now() + interval '10 minutes')
        from unnest(array['job_inputs', 'job_results', 'job_steps', 'job_events']) t;
    end if;
end $$;
