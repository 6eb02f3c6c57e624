-- By what the nodes of a cluster know each other. Whoever can read these two tables can pass for a node.
create table cluster_certificates ( -- of the event bus; a new one each year, and old ones stay valid beside it
    id          bigint generated always as identity primary key,
    certificate text        not null, -- PEM, self-signed
    private_key text        not null, -- PEM, PKCS #8
    created_at  timestamptz not null default clock_timestamp(),
    expires_at  timestamptz not null
);

create table cluster_secret ( -- one row; part of the name by which Hazelcast tells members from strangers
    single boolean primary key default true check (single),
    secret text not null
);
insert into cluster_secret (secret) values (replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

-- A node trusts the certificates that there were when it started.
alter table cluster_members
    add column started_at timestamptz not null default now();
