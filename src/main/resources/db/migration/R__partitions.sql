-- Creates partitions of one of the four tables of job contents, until a time. Returns how many. A time for which rows are in the
-- default partition already, since no partition was created for it in time, stays there. One table per transaction, and no
-- long wait for its lock: statements that need the table wait meanwhile. With the rights of the tables' owner, since the
-- service may connect as another user.
create or replace function create_job_partitions(p_parent text, p_width interval, p_until timestamptz)
returns integer language plpgsql security definer set search_path from current set lock_timeout = '500ms' as $$
declare
    lower_bound timestamptz;
    upper_bound timestamptz;
    partition text;
    created integer := 0;
begin
    select greatest(max(upper_at), date_bin(p_width, now(), 'epoch')) into lower_bound
    from job_partitions where parent = p_parent;
    if lower_bound >= p_until then
        return 0;
    end if;
    lock table job_partitions in share row exclusive mode;
    select greatest(max(upper_at), date_bin(p_width, now(), 'epoch')) into lower_bound
    from job_partitions where parent = p_parent;
    while lower_bound < p_until and created < 20 loop
        upper_bound := date_bin(p_width, lower_bound, 'epoch') + p_width;
        partition := p_parent || to_char(lower_bound at time zone 'UTC', '_YYYYMMDD_HH24MISS');
        begin
            insert into job_partitions (parent, name, lower_at, upper_at)
            values (p_parent, partition, lower_bound, upper_bound);
            execute format('create table %I (like %I including all)', partition, p_parent);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                p_parent, partition, job_id_at(lower_bound), job_id_at(upper_bound));
            created := created + 1;
        exception when check_violation then
            null;
        end;
        lower_bound := upper_bound;
    end loop;
    return created;
end $$;

-- Drops a partition with its rows.
create or replace function drop_job_partition(p_name text)
returns void language plpgsql security definer set search_path from current set lock_timeout = '500ms' as $$
begin
    delete from job_partitions where name = p_name;
    if found then
        execute format('drop table %I', p_name);
    end if;
end $$;

-- A new database needs partitions before its first job. Nodes create all others; their width is a matter of the settings.
do $$
begin
    if exists (select from pg_partitioned_table where partrelid = 'job_events'::regclass) then
        perform create_job_partitions(t, interval '10 minutes', now() + interval '10 minutes')
        from unnest(array['job_inputs', 'job_results', 'job_steps', 'job_events']) t;
    end if;
end $$;
