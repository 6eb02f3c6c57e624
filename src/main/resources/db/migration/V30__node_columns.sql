-- The version of the messages that a node sends and receives on the event bus; null: of a version before this column. Such
-- nodes get the text and the progress of jobs from shards only.
alter table cluster_members
    add column bus_version integer;

-- Each node looks for such nodes with its heartbeat. No indexed column changes with a heartbeat.
create index cluster_members_before_bus_version on cluster_members (node) where bus_version is null;

-- The jobs that a node runs, by its own count, stored with its heartbeat. Null: a node of an older version.
alter table cluster_members add column running integer;
