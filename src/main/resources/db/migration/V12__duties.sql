-- Which node does what one has to do for all. A row is a lease, judged by the database's clock: it needs no session, so
-- it holds behind a pooler too.
create table duties (
    name       text primary key,
    holder     uuid        not null, -- a node, by the id of its start
    held_until timestamptz not null
);
