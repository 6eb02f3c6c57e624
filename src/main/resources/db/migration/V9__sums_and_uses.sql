-- Sums of the ledger, and what keeps an image from being deleted.

-- What a user's credit_entries come to, so that nobody reads the whole history. An entry of a user without limit has the
-- amount 0 and counts as one credit.
create table credit_sums (
    user_id  uuid primary key,
    granted  bigint not null default 0,
    held     bigint not null default 0, -- by all holds; those that are not settled: held - spent - released
    spent    bigint not null default 0,
    released bigint not null default 0
) with (fillfactor = 50);

-- What an attempt's hold counts. A function of its own, which always finds the entry by its index: a join would be planned
-- while the table is small, for reading all of it, and the plan be kept while it grows.
create function held_for(p_job uuid, p_attempt integer) returns integer stable language plpgsql as $$
begin
    return (select greatest(-amount, 1) from credit_entries where job_id = p_job and attempt = p_attempt and kind = 'hold');
end $$;

-- The trigger writes the sums in the transaction of the entries, also for nodes of the version before. Users are taken
-- in the order of their ids, so that two statements do not wait for each other. Entries are never changed.
create function add_to_credit_sums() returns trigger language plpgsql as $$
begin
    insert into credit_sums as s (user_id, granted, held, spent, released)
    select e.user_id,
           coalesce(sum(e.amount) filter (where e.kind = 'grant'), 0),
           coalesce(sum(greatest(-e.amount, 1)) filter (where e.kind = 'hold'), 0),
           coalesce(sum(case when e.kind = 'spend' then held_for(e.job_id, e.attempt) end), 0),
           coalesce(sum(greatest(e.amount, 1)) filter (where e.kind = 'release'), 0)
    from new_entries e
    group by e.user_id order by e.user_id
    on conflict (user_id) do update
        set granted = s.granted + excluded.granted, held = s.held + excluded.held, spent = s.spent + excluded.spent,
            released = s.released + excluded.released;
    return null;
end $$;

-- From here to the end of this migration entries wait to be written, about a second for a million of them.
create trigger add_to_credit_sums after insert on credit_entries
    referencing new table as new_entries for each statement execute function add_to_credit_sums();

insert into credit_sums (user_id, granted, held, spent, released)
select e.user_id,
       coalesce(sum(e.amount) filter (where e.kind = 'grant'), 0),
       coalesce(sum(greatest(-e.amount, 1)) filter (where e.kind = 'hold'), 0),
       coalesce(sum(greatest(-hold.amount, 1)) filter (where e.kind = 'spend'), 0),
       coalesce(sum(greatest(e.amount, 1)) filter (where e.kind = 'release'), 0)
from credit_entries e
left join credit_entries hold
  on e.kind = 'spend' and hold.job_id = e.job_id and hold.attempt = e.attempt and hold.kind = 'hold'
group by e.user_id;

-- Which images are in use: by a post ('post:<id>'), or by an organization that is no visitor's ('<owner>/<id>').
create table image_uses (
    used_by  text not null,
    image_id uuid not null,
    primary key (used_by, image_id)
);
create index image_uses_by_image on image_uses (image_id);

-- Since when nothing uses an image; null while something does. Of images that are there already V10 finds it out.
alter table images add column unused_since timestamptz;
alter table images alter column unused_since set default now();
create index images_unused on images (unused_since) where unused_since is not null;

-- The images that a text shows, by their addresses.
create function images_in(p_text text) returns setof uuid immutable language sql as $$
    select distinct found[1]::uuid
    from regexp_matches(p_text,
        '/api/v1/images/([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})', 'g') found
$$;

-- Notes that p_used_by shows the images in p_text, and no others any more.
create function note_image_uses(p_used_by text, p_text text) returns void language plpgsql as $$
declare
    shown uuid[] := array(select i from images_in(p_text) i order by i);
    gone uuid[];
begin
    with deleted as (
        delete from image_uses where used_by = p_used_by and image_id <> all(shown) returning image_id
    )
    select coalesce(array_agg(image_id), '{}') into gone from deleted;
    insert into image_uses (used_by, image_id) select p_used_by, i from unnest(shown) i on conflict do nothing;
    update images set unused_since = null where id = any(shown) and unused_since is not null;
    update images i set unused_since = now()
    where i.id = any(gone) and not exists (select from image_uses u where u.image_id = i.id);
end $$;

create function note_images_of_post() returns trigger language plpgsql as $$
begin
    perform note_image_uses('post:' || coalesce(new.id, old.id), coalesce(new.content, ''));
    return null;
end $$;

create trigger note_images_of_new_post after insert on posts for each row
    when (new.content like '%/api/v1/images/%') execute function note_images_of_post();
create trigger note_images_of_changed_post after update of content on posts for each row
    when (new.content <> old.content
          and (new.content like '%/api/v1/images/%' or old.content like '%/api/v1/images/%'))
    execute function note_images_of_post();
create trigger note_images_of_deleted_post after delete on posts for each row
    when (old.content like '%/api/v1/images/%') execute function note_images_of_post();

create function note_images_of_organization() returns trigger language plpgsql as $$
begin
    if (tg_op = 'DELETE' or tg_op = 'UPDATE' and old.owner <> new.owner) and not starts_with(old.owner, 'session:') then
        perform note_image_uses(old.owner || '/' || old.id, '');
    end if;
    if tg_op <> 'DELETE' and not starts_with(new.owner, 'session:') then
        perform note_image_uses(new.owner || '/' || new.id, new.context::text);
    end if;
    return null;
end $$;

create trigger note_images_of_new_organization after insert on owned_organizations for each row
    when (new.context::text like '%/api/v1/images/%') execute function note_images_of_organization();
create trigger note_images_of_changed_organization after update of owner, context on owned_organizations for each row
    when (new.context::text like '%/api/v1/images/%' or old.context::text like '%/api/v1/images/%')
    execute function note_images_of_organization();
create trigger note_images_of_deleted_organization after delete on owned_organizations for each row
    when (old.context::text like '%/api/v1/images/%') execute function note_images_of_organization();
