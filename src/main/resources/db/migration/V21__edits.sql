-- What people have changed of an organization, apart from the context, which each analysis writes anew; and who pays for a job
-- that another user has taken over.

-- Members name, brandVoice, targetAudience and ctas; those that nobody has changed are missing.
alter table owned_organizations add column edits json not null default '{}';

-- For the list of an owner's organizations.
create index owned_organizations_by_age on owned_organizations (owner, created_at, id);

-- The user whose credit is held for the job; null when that is the job's user.
alter table jobs add column payer uuid;
