-- The nodes that are up, or were a moment ago: how they find each other. Judged by the database's clock.
create table cluster_members (
    node    uuid primary key, -- the id of its start
    host    text        not null,
    port    integer     not null,
    seen_at timestamptz not null default now()
);
