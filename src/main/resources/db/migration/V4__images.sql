-- Generated images. A row never changes; whoever knows the id may see it.
create table images (
    id           uuid primary key, -- follows from what it is for, so that nothing is drawn twice
    content_type text        not null check (content_type in ('image/svg+xml', 'image/png', 'image/jpeg', 'image/webp')),
    bytes        bytea       not null,
    created_at   timestamptz not null default now()
);

alter table posts add column updated_at timestamptz;
update posts set updated_at = created_at;
alter table posts alter column updated_at set default now(), alter column updated_at set not null;

-- A post's id follows from its job and has no order in time.
create index posts_by_user_and_age on posts (user_id, created_at, id);
drop index posts_by_user;
