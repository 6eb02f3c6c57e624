package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.pressroom.organization.OrganizationStore;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plans are cached with the connection, including those made while the tables were empty. */
class PlansIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MANY = 20_000;

    private static final String FILL = """
            with made as (
                insert into jobs (id, type, user_id, tenant, status, progress, started_at, finished_at)
                select uuidv7(interval '-1 day'), 'content_generation', u.id, 'user', 'succeeded', 100, now(), now()
                from users u, generate_series(1, %1$d) returning id
            ), results as (
                insert into job_results (job_id, result) select id, '{}' from made
            ), inputs as (
                insert into job_inputs (job_id, input) select id, '{}' from made
            ), entries as (
                insert into credit_entries (user_id, job_id, attempt, kind, amount)
                select u.id, made.id, 1, kind, 0 from users u, made, (values ('hold'), ('spend')) kinds(kind)
            ), waiting as (
                insert into jobs (id, type, user_id, tenant)
                select uuidv7(interval '-1 hour'), 'content_generation', gen_random_uuid(), 'user:another'
                from generate_series(1, %1$d)
            ), organizations as (
                insert into owned_organizations (owner, id)
                select 'user:' || u.id, gen_random_uuid() from users u, generate_series(1, %1$d)
            )
            insert into job_events (job_id, seq, attempt, name) select id, 1, 1, 'complete' from made
            """.formatted(MANY);

    /** A closed connection has flushed its statistics when it has left this view. */
    private static final String FILLING = """
            select count(*) from pg_stat_activity where datname = current_database() and query like 'with made as%'
            """;

    private static final String READ = """
            select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)
                   + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes)
            from pg_stat_user_tables
            """;

    @Test
    void aStatementThatWasPlannedOverEmptyTablesReadsNoMoreWhenTheyHaveGrown() {
        Stores stores = Stores.open(Map.of("PRESSROOM_LIMITS_JOBS_OF_USER", "1000"));
        EventStore events = stores.done(() -> Future.succeededFuture(new EventStore(stores.database())));
        PostgresLeaseStore worker = stores.worker(UUID.randomUUID());
        UUID user = UUID.randomUUID();
        live(stores, events, worker, user);
        Servers.execute(stores.url(), FILL);
        Await.until(SOON, () -> Sql.number(stores.url(), FILLING) == 0);
        long filled = Sql.number(stores.url(), READ);

        live(stores, events, worker, user);
        stores.close();

        Await.until(SOON, () -> Sql.isAlone(stores.url()));
        assertThat(Sql.number(stores.url(), READ) - filled).isPositive().isLessThan(MANY / 10);
    }

    /** The statements of a job's whole life. */
    private static void live(Stores stores, EventStore events, PostgresLeaseStore worker, UUID user) {
        together(stores, user);
        LeasedJob job = stores.leased(worker, stores.submitted(user));
        UUID id = job.lease().jobId();
        stores.done(() -> worker.renew(List.of(job.lease())));
        stores.done(() -> worker.record(new LeaseStore.Recording(job.lease(), 10, Optional.empty(), List.of())));
        stores.done(() -> worker.succeed(
                new LeaseStore.Settlement(job.lease(), "{}", Optional.empty(), Optional.empty(), Optional.empty())));
        assertThat(stores.done(() -> events.after(id, 0))).hasSize(2);
        assertThat(stores.done(() -> stores.jobs().find(id, Owner.user(user)))).isPresent();
        stores.done(
                () -> stores.jobs().list(Owner.user(user), Optional.empty(), Optional.empty(), Optional.empty(), 5));
    }

    /** Enough jobs to be stored by one statement per table; then cancelled. */
    private static void together(Stores stores, UUID user) {
        Owner owner = new Owner(Optional.of(user), Optional.empty());
        List<Submission> many = Stream.generate(() -> new Submission(
                        Generators.timeBasedEpochGenerator().generate(),
                        JobType.CONTENT_GENERATION,
                        owner,
                        Optional.empty(),
                        Stores.tenant(owner),
                        Optional.of(UUID.randomUUID()),
                        "{}",
                        Optional.of(
                                new Submission.IdempotencyKey(UUID.randomUUID().toString(), Buffer.buffer("hash")))))
                .limit(8)
                .toList();
        stores.done(() ->
                Future.all(many.stream().map(each -> stores.jobs().submit(each)).toList()));
        many.forEach(each -> assertThat(stores.done(() -> stores.jobs().cancel(each.id(), owner)))
                .isPresent());
        assertThat(stores.done(() -> new OrganizationStore(stores.database())
                        .context(owner, many.get(0).organizationId().orElseThrow())))
                .isEmpty();
    }
}
