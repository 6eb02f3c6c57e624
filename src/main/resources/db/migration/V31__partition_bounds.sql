-- First of three steps that store the contents of jobs (inputs, results, steps, events) in partitions by the time of the job's
-- UUIDv7, so that the retention drops tables instead of deleting rows. This step takes short locks only.

-- The smallest UUIDv7 (RFC 9562) of a time, as a bound of ids.
create function job_id_at(moment timestamptz) returns uuid immutable strict language sql as $$
    select (lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- The partitions of each of the four tables, but for its default partition. A partition has the jobs created in its time.
create table job_partitions (
    parent   text        not null check (parent in ('job_inputs', 'job_results', 'job_steps', 'job_events')),
    name     text        not null primary key,
    lower_at timestamptz not null,
    upper_at timestamptz not null,
    check (lower_at < upper_at),
    unique (parent, upper_at)
);

-- The rows of before become the first partition. Its end is a week in the future, so that rows which nodes store until the last
-- step fit too, also when an operator has to see first why a step has failed. Rows with a greater id, such as UUIDs of another
-- version, go to the default partition.
-- Statements of nodes lock jobs before these tables, and these in different orders: so jobs is locked first, or each could wait
-- for the other.
lock table jobs in access exclusive mode;
do $$
declare
    bound constant timestamptz := date_trunc('day', now(), 'UTC') + interval '8 days';
    t text;
begin
    foreach t in array array['job_inputs', 'job_results', 'job_steps', 'job_events'] loop
        insert into job_partitions (parent, name, lower_at, upper_at) values (t, t || '_first', '-infinity', bound);
        execute format('create table %I (like %I including all)', t || '_default', t);
        execute format('with others as (delete from %I where job_id >= %L returning *) insert into %I select * from others',
            t, job_id_at(bound), t || '_default');
        execute format('alter table %I add constraint within_first_partition check (job_id < %L) not valid',
            t, job_id_at(bound));
    end loop;
end $$;
