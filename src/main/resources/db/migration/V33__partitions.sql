-- Third step: the old tables become the first partitions. Reads no rows, thanks to the constraints of the second step.
do $$
declare
    parents constant text[] := array['job_inputs', 'job_results', 'job_steps', 'job_events'];
    keys constant text[] := array['job_id', 'job_id', 'job_id, step', 'job_id, seq'];
    bound constant timestamptz := max(upper_at) from job_partitions;
    t text;
    empty boolean;
begin
    lock table jobs, job_inputs, job_results, job_steps, job_events in access exclusive mode; -- jobs first, as in V31
    empty := not exists (select from job_inputs) and not exists (select from job_results)
             and not exists (select from job_steps) and not exists (select from job_events);
    drop trigger enter_usage_of_steps on job_steps;
    for i in 1 .. 4 loop
        t := parents[i];
        execute format('alter table %I rename to %I', t, t || '_first');
        execute format('alter index %I rename to %I', t || '_pkey', t || '_first_pkey');
        execute format('create table %I (like %I including defaults including constraints including storage) '
                       'partition by range (job_id)', t, t || '_first');
        execute format('alter table %I drop constraint within_first_partition', t);
        execute format('alter table %I add primary key (%s)', t, keys[i]);
        execute format('alter table %I attach partition %I default', t, t || '_default');
        if empty then
            execute format('drop table %I', t || '_first');
        else
            execute format('alter table %I attach partition %I for values from (minvalue) to (%L)',
                t, t || '_first', job_id_at(bound));
            execute format('alter table %I drop constraint within_first_partition', t || '_first');
        end if;
    end loop;
    if empty then
        delete from job_partitions;
    end if;
end $$;

create trigger enter_usage_of_steps after insert on job_steps
    referencing new table as new_steps for each statement execute function enter_usage_of_steps();
