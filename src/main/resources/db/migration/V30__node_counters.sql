-- The jobs that a node runs, by its own count, stored with its heartbeat. Null: a node of an older version.
alter table cluster_members add column running integer;
