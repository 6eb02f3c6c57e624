package dev.pressroom.job;

import dev.pressroom.job.LeaseStore.OrganizationRow;
import dev.pressroom.job.LeaseStore.PostRow;
import dev.pressroom.job.LeaseStore.Recording;
import dev.pressroom.job.LeaseStore.Repeated;
import dev.pressroom.job.LeaseStore.Settlement;
import dev.pressroom.store.Database;
import dev.pressroom.store.LockWait;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Ends many jobs with their results, each if its lease is held, with one statement. */
final class SucceedBatch {
    /**
     * The organization gets the job's present owner, since a session's job may have been adopted by a user while it ran. If
     * the owner has another organization with the same site, the new one is stored without a site.
     */
    private static final String SUCCEED = """
            with held as (
                select s.*
                from (select set_config('lock_timeout', $23, true)) as wait(millis)
                cross join lateral unnest($2::uuid[], $3::int[], $4::text[],
                            $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
                            $10::uuid[], $11::text[], $12::text[], $13::text[],
                            $14::int[], $15::text[], $16::text[], $17::int[],
                            $24::int[], $25::text[], $26::int[], $27::int[], $28::text[], $29::text[], $30::text[],
                            $32::text[], $33::text[], $34::text[])
                    as s(id, attempt, result, post, title, content, post_status, meta, org, host, name, context,
                         step_event, step, output, tokens,
                         duration_ms, model, input_tokens, output_tokens, cost, currency, calls, of_step, of_member, of_json)
                cross join lateral (
                    select from jobs j
                    where j.id = s.id and j.attempt = s.attempt and j.lease_owner = $1 and j.status = 'running'
                      and wait.millis is not null
                    for no key update
                ) lease
            ), ended as (
                update jobs j
                set status = 'succeeded', progress = 100, current_step = null, phase = null, eta_seconds = null,
                    last_event = greatest(j.last_event, held.step_event) + 1, lease_owner = null, lease_until = null,
                    finished_at = now(), updated_at = now()
                from held where j.id = held.id
                returning j.id, j.attempt, j.last_event, j.user_id, j.session_id, j.hold_attempt, j.payer, j.token_organization,
                          coalesce(j.named_organization, j.organization_id) as organization_id
            ), checkpoint as (
                insert into job_steps (job_id, step, attempt, output, tokens,
                                       started_at, duration_ms, model, input_tokens, output_tokens, cost, currency, calls)
                select id, step, attempt, output::json, tokens,
                       now() - duration_ms * interval '1 millisecond', duration_ms, model, input_tokens, output_tokens,
                       cost::numeric, currency, calls::json
                from held where step is not null
                on conflict (job_id, step) do nothing
                returning job_id
            ), compared as materialized (
                select h.*, h.of_step is not null
                       and (case when h.of_step <> coalesce(h.step, '') then step_output(h.id, h.of_step)
                                 when h.id in (select job_id from checkpoint) then h.output::json end
                            -> h.of_member)::text = h.of_json as refers
                from held h
            ), stored as (
                insert into job_results (job_id, result, template, template_step, template_member)
                select id, case when of_step is null then result::json
                                when refers is not true then replace(result, chr(1), of_json)::json end,
                       case when refers then result end, case when refers then of_step end,
                       case when refers then of_member end
                from compared
            ), event as (
                insert into job_events (job_id, seq, attempt, name, data, output_of)
                select e.job_id, e.seq, e.attempt, e.name, """ + RecordColumns.DATA + """
                from unnest($18::uuid[], $19::int[], $20::int[], $21::text[], $22::text[], $31::text[])
                    as e(job_id, attempt, seq, name, data, output_of)
                join held on held.id = e.job_id and held.attempt = e.attempt
                union all
                select id, last_event, attempt, 'complete', null, null from ended
            ), saved as (
                insert into posts (id, job_id, user_id, organization_id, title, content, status, meta)
                select h.post, e.id, e.user_id, e.organization_id, h.title, h.content, h.post_status, h.meta::json
                from held h join ended e on e.id = h.id where h.post is not null
                on conflict (job_id) do nothing
            ), spent as (
                insert into credit_entries (user_id, job_id, attempt, kind, amount)
                select coalesce(payer, user_id), id, hold_attempt, 'spend', 0 from ended where hold_attempt is not null
            ), analysed as (
                select h.org as id, h.host, h.name, h.context::json as context,
                       organization_owner(h.org, e.token_organization, e.user_id, e.session_id) as owner
                from held h join ended e on e.id = h.id where h.org is not null
            ), updated_organization as (
                update owned_organizations o set name = f.name, context = f.context, updated_at = now()
                from analysed f where o.owner = f.owner and o.id = f.id
                returning o.owner, o.id
            ), inserted_organization as (
                insert into owned_organizations (owner, id, website_host, name, context)
                select f.owner, f.id,
                       case when not exists (
                           select from owned_organizations o
                           where o.owner = f.owner and o.website_host = f.host and o.id <> f.id
                       ) then f.host end,
                       f.name, f.context
                from analysed f
                where not exists (select from updated_organization l where l.owner = f.owner and l.id = f.id)
                on conflict do nothing
            )
            select id, attempt, last_event from ended
            """;

    /** Stands in a template for the member of the step's output. JSON text escapes this character. */
    private static final String TEXT_OF_STEP = "\u0001";

    private final Database database;
    private final UUID node;

    SucceedBatch(Database database, UUID node) {
        this.database = database;
        this.node = node;
    }

    /**
     * Returns for each settlement the number of the final event; empty when its lease is lost. Each lease occurs once.
     */
    Future<List<Optional<Integer>>> succeed(List<Settlement> all, LockWait wait) {
        return database.run(
                        SUCCEED, values(all.stream().map(SucceedBatch::asStored).toList(), wait))
                .map(rows -> {
                    Map<Lease, Integer> ended = new HashMap<>();
                    rows.forEach(row -> ended.put(
                            new Lease(row.getUUID("id"), row.getInteger("attempt"), node),
                            row.getInteger("last_event")));
                    return all.stream()
                            .map(s -> Optional.ofNullable(ended.get(s.lease())))
                            .toList();
                });
    }

    private Tuple values(List<Settlement> all, LockWait wait) {
        List<Object> values = new ArrayList<>(List.of(
                node,
                ColumnArrays.of(all, UUID[]::new, s -> s.lease().jobId()),
                ColumnArrays.of(all, Integer[]::new, s -> s.lease().attempt()),
                ColumnArrays.of(all, String[]::new, Settlement::result),
                ColumnArrays.of(all, UUID[]::new, s -> s.post().map(PostRow::id).orElse(null)),
                ofPost(all, PostRow::title),
                ofPost(all, PostRow::content),
                ofPost(all, PostRow::status),
                ofPost(all, post -> post.meta().encode()),
                ColumnArrays.of(
                        all,
                        UUID[]::new,
                        s -> s.organization().map(OrganizationRow::id).orElse(null)),
                ofOrganization(all, OrganizationRow::host),
                ofOrganization(all, OrganizationRow::name),
                ofOrganization(all, found -> found.context().encode()),
                ofLast(all, Integer[]::new, RecordColumns::lastEvent),
                ofLast(all, String[]::new, RecordColumns::step),
                ofLast(all, String[]::new, RecordColumns::output),
                ofLast(all, Integer[]::new, RecordColumns::tokens)));
        values.addAll(RecordColumns.events(
                all.stream().flatMap(s -> s.last().stream()).toList()));
        values.add(wait.millis());
        values.addAll(UsageColumns.of(all, s -> s.last().flatMap(RecordColumns::usage)));
        values.add(RecordColumns.outputOf(
                all.stream().flatMap(s -> s.last().stream()).toList()));
        values.add(ofRepeated(all, Repeated::step));
        values.add(ofRepeated(all, Repeated::member));
        values.add(ofRepeated(all, Repeated::json));
        return Tuple.tuple(values);
    }

    /** With the template as result when it repeats enough of a step's output, else without {@code repeated}. See migration 35. */
    private static Settlement asStored(Settlement given) {
        Optional<Repeated> repeated = given.repeated()
                .filter(found -> found.json().length() >= RecordColumns.MIN_REFERENCE
                        && given.result().contains(found.json()));
        String result = repeated.map(found -> given.result().replace(found.json(), TEXT_OF_STEP))
                .orElse(given.result());
        return new Settlement(given.lease(), result, given.last(), given.post(), given.organization(), repeated);
    }

    private static String[] ofRepeated(List<Settlement> all, Function<Repeated, String> value) {
        return ColumnArrays.of(all, String[]::new, s -> s.repeated().map(value).orElse(null));
    }

    private static <V> V[] ofLast(List<Settlement> all, IntFunction<V[]> column, Function<Recording, V> value) {
        return ColumnArrays.of(all, column, s -> s.last().map(value).orElse(null));
    }

    private static String[] ofPost(List<Settlement> all, Function<PostRow, String> value) {
        return ColumnArrays.of(all, String[]::new, s -> s.post().map(value).orElse(null));
    }

    private static String[] ofOrganization(List<Settlement> all, Function<OrganizationRow, String> value) {
        return ColumnArrays.of(
                all, String[]::new, s -> s.organization().map(value).orElse(null));
    }
}
