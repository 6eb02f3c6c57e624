-- The largest depth and age of the queue, and number of running jobs, in each minute.
create table queue_minutes (
    minute         timestamptz not null,
    type           text        not null,
    depth          bigint      not null, -- queued jobs
    oldest_seconds bigint      not null, -- how long the oldest queued job has been queued; 0: none was
    running        bigint      not null,
    primary key (minute, type)
) with (fillfactor = 50);
