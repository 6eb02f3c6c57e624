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
