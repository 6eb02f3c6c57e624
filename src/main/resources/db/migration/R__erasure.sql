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
                select result::text as t from job_results where job_id = any(page)
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
