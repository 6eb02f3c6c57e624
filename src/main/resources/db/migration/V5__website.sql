-- What website analysis brings: organizations that a session may own, known by their site, and the narrative of a job.

alter table organizations
    alter column owner_user_id drop not null,
    add column owner_session text,
    add column website_host text, -- lower case, without "www."; null where no site was analysed
    add constraint somebody_owns_it check (owner_user_id is not null or owner_session is not null);

-- Analysing a site again finds its organization again. After an adoption a row has both owners.
create unique index organizations_by_user_and_host on organizations (owner_user_id, website_host)
    where owner_user_id is not null and website_host is not null;
create unique index organizations_by_session_and_host on organizations (owner_session, website_host)
    where owner_session is not null and website_host is not null;

-- What the narrative stream tells, in order. Numbers grow and are never used twice, but may leave gaps: a step that is
-- run again takes back what it had narrated.
create table narrative_events (
    job_id uuid    not null,
    seq    integer not null check (seq >= 1),
    step   text    not null,
    name   text    not null,
    data   json    not null,
    primary key (job_id, seq)
);
