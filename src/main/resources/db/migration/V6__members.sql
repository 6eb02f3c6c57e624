-- What each node is for, so that any of them can tell how the service stands.
alter table cluster_members
    alter column port drop not null, -- empty: the node runs without the cluster, nobody talks to it
    add column roles     text[]  not null default '{}',
    add column slots     integer not null default 0, -- jobs that it runs at once
    add column http_port integer,                    -- where it answers HTTP, once it does
    add column leaving   boolean not null default false;
