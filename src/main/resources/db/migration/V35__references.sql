-- The text of an article is stored once among the contents of its job: in the checkpoint of its step. Its event and the result
-- refer to the checkpoint. Only in databases without nodes that would not understand the references.

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
alter table job_results alter column result drop not null;
