-- The accounts that this service owns, and how their owners sign in. Users whose accounts are elsewhere have a row in
-- users alone.

create table accounts (
    user_id         uuid primary key,
    email           text        not null unique, -- in one form: trimmed, lower case
    password_hash   text        not null,        -- in the PHC string format, parameters and salt included
    first_name      text,
    last_name       text,
    organization_id uuid,                        -- made when the account was
    created_at      timestamptz not null default now()
);

-- Nobody ever wrote it: the address belongs to the account.
alter table users drop column email;

-- Who is signed in where. A refresh token is two secrets: the first names the sign-in and stays, the second changes with
-- every refresh. So one row tells a token that was used before from one that was never given out, however old it is.
create table sign_ins (
    family     bytea primary key,    -- SHA-256 of the first secret
    user_id    uuid        not null,
    token      bytea       not null, -- SHA-256 of the one token that is good
    previous   bytea,                -- that of the one before it
    rotated_at timestamptz not null default now(),
    expires_at timestamptz not null
);

create index sign_ins_by_end on sign_ins (expires_at);

-- How often somebody has tried within a window of time. Keys are hashes: no address, of either kind, is kept for it.
create table login_tries (
    key   bytea primary key,
    tries integer     not null,
    until timestamptz not null -- the end of the window; from then on the row counts for nothing
) with (fillfactor = 70);

create index login_tries_by_end on login_tries (until);
