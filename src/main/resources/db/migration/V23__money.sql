-- Usage: one row of usage_entries per model call, written when its step is stored or its run fails; sums per day and month;
-- monthly budgets.

alter table usage_entries
    add column tenant text,    -- of the job when the row was written; null: unknown, or the user was deleted
    add column model text,
    add column images integer; -- null: no image model was called
alter table usage_entries drop constraint usage_entries_reason_check;
-- 'discarded' and 'deleted' are in rows of older versions: what steps had used when their rows were deleted.
alter table usage_entries add constraint usage_entries_reason_check
    check (reason in ('completed', 'failed', 'discarded', 'deleted'));

alter table job_steps
    add column calls json; -- of models: [{ model, inputTokens, outputTokens, images, cost }]; null: unknown

-- In the currency of the setting model.currency. Null: the budget of the settings; 0: none.
alter table tenant_limits
    add column monthly_budget numeric(20, 9) check (monthly_budget >= 0);

-- Sums of usage_entries by the day of created_at in UTC. Empty texts: unknown tenant or model, no cost.
create table usage_days (
    day           date    not null,
    tenant        text    not null,
    type          text    not null,
    model         text    not null,
    currency      text    not null,
    calls         bigint  not null,
    input_tokens  bigint  not null,
    output_tokens bigint  not null,
    images        bigint  not null,
    cost          numeric not null,
    primary key (day, tenant, type, model, currency)
) with (fillfactor = 70);
create index usage_days_by_tenant on usage_days (tenant, day);

-- The sums of all tenants: small, so that views of all usage need not read the rows of each tenant.
create table usage_totals (
    day           date    not null,
    type          text    not null,
    model         text    not null,
    currency      text    not null,
    calls         bigint  not null,
    input_tokens  bigint  not null,
    output_tokens bigint  not null,
    images        bigint  not null,
    cost          numeric not null,
    primary key (day, type, model, currency)
) with (fillfactor = 70);

-- What is not yet added to usage_days, usage_totals and usage_months. Rows are added in the transaction of the usage, so that concurrent
-- transactions of one tenant need not wait for the row of its sum; one node adds them up every second.
create table usage_pending (
    id            bigint generated always as identity primary key,
    day           date    not null,
    tenant        text    not null,
    type          text    not null,
    model         text    not null,
    currency      text    not null,
    calls         bigint  not null,
    input_tokens  bigint  not null,
    output_tokens bigint  not null,
    images        bigint  not null,
    cost          numeric not null,
    is_total      boolean not null default false -- it is in usage_totals: usage that has lost its tenant
);
create index usage_pending_by_tenant on usage_pending (tenant);

-- The costs of a tenant in a month, for its budget and for lists of tenants.
create table usage_months (
    tenant   text    not null,
    month    date    not null, -- its first day
    currency text    not null,
    cost     numeric not null,
    tokens   bigint  not null,
    primary key (tenant, month, currency)
) with (fillfactor = 70);
create index usage_months_by_cost on usage_months (month, cost desc, tokens desc);

create function add_to_usage_pending() returns trigger language plpgsql as $$
begin
    insert into usage_pending (day, tenant, type, model, currency, calls, input_tokens, output_tokens, images, cost)
    select (e.created_at at time zone 'UTC')::date, coalesce(e.tenant, ''), e.type, coalesce(e.model, ''),
           coalesce(e.currency, ''), count(*), coalesce(sum(e.input_tokens), 0), coalesce(sum(e.output_tokens), 0),
           coalesce(sum(e.images), 0), coalesce(sum(e.cost), 0)
    from new_entries e
    group by 1, 2, 3, 4, 5;
    return null;
end $$;

-- The model calls of a step, or its sums as one call where the calls are unknown. Rows without any usage are left out.
create function used_calls(p_calls json, p_model text, p_input integer, p_output integer, p_cost numeric)
returns table (model text, input_tokens integer, output_tokens integer, images integer, cost numeric)
stable language sql as $$
    select * from (
        select c.model, c."inputTokens", c."outputTokens", c.images, c.cost
        from json_to_recordset(p_calls)
            as c(model text, "inputTokens" integer, "outputTokens" integer, images integer, cost numeric)
        where p_calls is not null
        union all
        select p_model, p_input, p_output, null, p_cost where p_calls is null
    ) c(model, input_tokens, output_tokens, images, cost)
    where c.input_tokens > 0 or c.output_tokens > 0 or c.images > 0 or c.cost > 0
$$;

-- Also for nodes of the previous version. The limit makes each job be found by its index.
create function enter_usage_of_steps() returns trigger language plpgsql as $$
begin
    insert into usage_entries (job_id, user_id, tenant, type, step, attempt, reason, model,
                               input_tokens, output_tokens, images, cost, currency)
    select s.job_id, j.user_id, j.tenant, j.type, s.step, s.attempt, 'completed', c.model,
           c.input_tokens, c.output_tokens, c.images, c.cost, case when c.cost is not null then s.currency end
    from new_steps s
    cross join lateral used_calls(s.calls, s.model, s.input_tokens, s.output_tokens, s.cost) c
    cross join lateral (select * from jobs where id = s.job_id limit 1) j;
    return null;
end $$;

-- Nodes of the previous version enter usage again when they delete a step, which is left out, and name no tenant.
create function complete_usage_entry() returns trigger language plpgsql as $$
begin
    if new.reason in ('discarded', 'deleted') then
        return null;
    end if;
    select j.tenant into new.tenant from jobs j where j.id = new.job_id;
    return new;
end $$;

-- From here to the end of this migration steps wait to be written, seconds for a million of them.
lock table job_steps in share row exclusive mode;

insert into usage_entries (job_id, user_id, tenant, type, step, attempt, reason, model,
                           input_tokens, output_tokens, cost, currency, created_at)
select s.job_id, j.user_id, j.tenant, j.type, s.step, s.attempt, 'completed', s.model,
       s.input_tokens, s.output_tokens, s.cost, s.currency,
       coalesce(s.started_at + s.duration_ms * interval '1 millisecond', j.created_at)
from job_steps s join jobs j on j.id = s.job_id
where s.input_tokens > 0 or s.output_tokens > 0 or s.cost > 0;

update usage_entries e set tenant = j.tenant from jobs j where j.id = e.job_id and e.tenant is null;

insert into usage_pending (day, tenant, type, model, currency, calls, input_tokens, output_tokens, images, cost)
select (e.created_at at time zone 'UTC')::date, coalesce(e.tenant, ''), e.type, coalesce(e.model, ''),
       coalesce(e.currency, ''), count(*), coalesce(sum(e.input_tokens), 0), coalesce(sum(e.output_tokens), 0), 0,
       coalesce(sum(e.cost), 0)
from usage_entries e
group by 1, 2, 3, 4, 5;

create trigger add_to_usage_pending after insert on usage_entries
    referencing new table as new_entries for each statement execute function add_to_usage_pending();
create trigger complete_usage_entry before insert on usage_entries for each row
    when (new.tenant is null) execute function complete_usage_entry();
create trigger enter_usage_of_steps after insert on job_steps
    referencing new table as new_steps for each statement execute function enter_usage_of_steps();

-- Answers of grants by their idempotency keys: a repeated key grants nothing.
create table credit_grants (
    actor        uuid        not null, -- the operator
    key          text        not null,
    request_hash bytea       not null,
    created_at   timestamptz not null default now(),
    primary key (actor, key)
);
create index credit_grants_by_age on credit_grants (created_at);
