-- What belongs to whom: organizations within their owner, the tenant's live jobs, and when a user was last seen.

-- An id names an organization of its owner alone: two owners may use the same id for two organizations. The owner is
-- 'user:<id>', 'session:<id>', or 'organization:<id>' for an id that signed tokens carry: that one is shared by all
-- whose tokens carry it.
create table owned_organizations (
    owner        text        not null,
    id           uuid        not null,
    website_host text, -- lower case, without "www."; null where no site was analysed
    name         text,
    context      json        not null default '{}',
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),
    primary key (owner, id)
);

-- Analysing a site again finds its organization again.
create unique index owned_organizations_by_host on owned_organizations (owner, website_host)
    where website_host is not null;

-- For retention: the organizations of visitors, and those of which nothing but the id is known.
create index owned_organizations_to_forget on owned_organizations (updated_at)
    where starts_with(owner, 'session:') or name is null and website_host is null and context::text = '{}';

create function organization_owner(p_organization uuid, p_token_organization uuid, p_user uuid, p_session text)
returns text immutable language sql as $$
    select case
        when p_organization = p_token_organization then 'organization:' || p_organization::text
        when p_user is not null then 'user:' || p_user::text
        else 'session:' || p_session
    end
$$;

-- The table organizations stays for one version. Nodes of the version before go on reading and writing it; what they
-- write is copied to owned_organizations by the trigger below. Nothing is copied back: such a node finds no context for
-- an organization that a newer node has stored, and never that of another owner (see jobs.named_organization).
-- The next version drops the table, the trigger, and the functions that only the version before calls.
create function copy_organization() returns trigger language plpgsql as $$
declare
    new_owner text := organization_owner(new.id,
        (select a.organization_id from accounts a where a.user_id = new.owner_user_id), new.owner_user_id, new.owner_session);
begin
    if tg_op = 'UPDATE' and old.owner_user_id is null and new.owner_user_id is not null then
        delete from owned_organizations where owner = 'session:' || old.owner_session and id = old.id;
    end if;
    insert into owned_organizations as o (owner, id, website_host, name, context, created_at, updated_at)
    values (new_owner, new.id,
            case when not exists (
                select from owned_organizations other
                where other.owner = new_owner and other.website_host = new.website_host and other.id <> new.id
            ) then new.website_host end,
            new.name, new.context, new.created_at, new.updated_at)
    on conflict (owner, id) do update
        set website_host = coalesce(o.website_host, excluded.website_host), name = excluded.name,
            context = excluded.context, updated_at = excluded.updated_at
        where excluded.context::text <> '{}';
    return null;
end $$;

create trigger copy_organization after insert or update on organizations
    for each row execute function copy_organization();

insert into owned_organizations (owner, id, website_host, name, context, created_at, updated_at)
select organization_owner(o.id, a.organization_id, o.owner_user_id, o.owner_session),
       o.id, o.website_host, o.name, o.context, o.created_at, o.updated_at
from organizations o left join accounts a on a.user_id = o.owner_user_id;

alter table jobs
    -- What the request calls its organization. organization_id says the same where that is safe: a node of the version
    -- before takes it for an id in the table organizations, so it stays null when the id belongs to another owner there.
    add column named_organization uuid,
    add column token_organization uuid, -- the one that the owner's signed token carried
    -- The session that the body named beside that of the header: it may read, cancel and adopt the job, no more.
    add column second_session text;

create index jobs_by_second_session on jobs (second_session, id) where second_session is not null;

-- A request with a token and a session id has made the session an owner of the user's job. Sessions make no articles, so
-- those of users cannot have been adopted: they belong to their user alone.
update jobs set session_id = null
where type = 'content_generation' and user_id is not null and session_id is not null;

-- Counts a tenant's queued and running jobs when it asks for more. Such are those that have not finished; were it said by
-- their status, statements that look for a job by id and status might be planned to read this index instead.
create index jobs_live_by_tenant on jobs (tenant) where finished_at is null;

-- When a user last asked for something that costs or creates, to the day.
alter table users add column seen_at timestamptz not null default now();
create index users_by_last_seen on users (seen_at);
create index sign_ins_by_user on sign_ins (user_id);

-- Random keys that all nodes share.
create table shared_secrets (
    name  text primary key,
    value bytea not null
);
