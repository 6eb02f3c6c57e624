-- Second step: reads the four tables once, while they can be read and written.
alter table job_inputs validate constraint within_first_partition;
alter table job_results validate constraint within_first_partition;
alter table job_steps validate constraint within_first_partition;
alter table job_events validate constraint within_first_partition;
