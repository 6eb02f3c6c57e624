-- The id of a delivery (the header webhook-id) is computed from what it reports. After a restore of an older state jobs end
-- once more; their reports then have the ids of the first ones, by which receivers recognize them.
--
-- A job completes once, in whichever attempt. All else can happen once in each attempt.
create function webhook_delivery_id(p_job uuid, p_attempt integer, p_type text, p_target text) returns uuid
    immutable language sql as $$
    select encode(substr(sha256(convert_to(concat_ws(':', p_job, p_type, p_target,
        case when p_type <> 'job.completed' then p_attempt end), 'UTF8')), 1, 16), 'hex')::uuid
$$;

create or replace function store_webhook_deliveries() returns trigger language plpgsql as $$
declare
    event constant text := case
        when new.status = 'running' then 'job.started'
        when new.status = 'succeeded' then 'job.completed'
        when new.error_code = 'CANCELLED' then 'job.cancelled'
        else 'job.failed' end;
begin
    insert into webhook_deliveries (id, job_id, user_id, attempt, target, type, url, host, body)
    select webhook_delivery_id(new.id, new.attempt, event, t.target),
           new.id, t.user_id, new.attempt, t.target, event, t.url, t.host, webhook_body(event, new)
    from (
        select 'owner' as target, e.user_id, e.url, e.host from webhook_endpoints e
        where e.user_id = new.user_id and e.disabled_at is null and event = any(e.events)
        union all
        select 'job', w.user_id, w.url, w.host from job_webhooks w
        where w.job_id = new.id and w.disabled_at is null and event = any(w.events)
    ) t
    on conflict do nothing;
    return null;
end $$;
