-- Calls to action that people have added to what an analysis of the site has found. Apart from the context, which each
-- analysis writes anew.
alter table owned_organizations add column manual_ctas json not null default '[]';
