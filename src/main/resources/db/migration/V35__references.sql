-- Events and results can refer to the checkpoint that has their text, so that an article is stored once with its job. This is
-- not used while nodes may run that cannot read it.

lock table jobs in access exclusive mode; -- jobs first, as in V31

-- Forms of rows that every node which will use this database can read:
--   references: the columns below
-- Migrations.run inserts 'references' into a new database. The next version's migration will insert it into all others.
create table cluster_features (
    name text primary key
);

-- The step whose output is the data of the event; then data is null.
alter table job_events add column output_of text;

-- Instead of a result: the JSON text of the result with a character 1 for each occurrence of one member of a step's output.
-- JSON text never has that character. See stored_result.
alter table job_results add column template text;
alter table job_results add column template_step text;
alter table job_results add column template_member text;
alter table job_results add constraint result_or_template check (result is not null or template is not null) not valid;
alter table job_results alter column result drop not null;
