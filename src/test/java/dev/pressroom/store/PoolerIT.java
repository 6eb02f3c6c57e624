package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.PostgresRescueStore;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.PgBouncer;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PgBouncer in transaction mode before Postgres, with fewer connections than the nodes have. */
class PoolerIT {
    private static final int CONNECTIONS = 3;
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final String database = Servers.emptyDatabase();
    private final Map<String, String> settings = new HashMap<>();
    private PgBouncer pooler;

    @BeforeEach
    void start() {
        assumeTrue(PgBouncer.isInstalled(), "needs the package pgbouncer");
        pooler = PgBouncer.before(database, CONNECTIONS);
        settings.put("DATABASE_URL", pooler.url());
        settings.put("REDIS_URL", Servers.freshRedis());
    }

    @AfterEach
    void stop() {
        if (pooler != null) {
            pooler.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?pgbouncer=true", "?pgbouncer=true&connection_limit=1&pool_timeout=20&connect_timeout=10"})
    void jobsOfTwoNodesRunWithWhatMigrationsThroughThePoolerHaveMade(String parameters) {
        settings.put("DATABASE_URL", pooler.url() + parameters);
        ScriptedPipeline pipeline = new ScriptedPipeline().step("plan").step("write");
        try (Service first = Service.start(settings, pipeline.asPipelines());
                Service second = Service.start(settings, pipeline.asPipelines())) {
            Api one = first.api(UUID.randomUUID());
            Api two = second.api(one.user());
            List<UUID> jobs = Stream.of(one, two)
                    .flatMap(api -> Stream.generate(() -> api.created(Api.order("Tomatoes")))
                            .limit(20))
                    .toList();

            jobs.forEach(job -> assertThat(two.await(job, "succeeded", "failed").getString("status"))
                    .isEqualTo("succeeded"));
        }
        assertThat(pooler.log())
                .doesNotContain("unsupported startup parameter: statement_timeout", "prepared statement");
    }

    @Test
    void aRunningJobIsCancelledOnAnotherNodeAndRetried() {
        ScriptedPipeline pipeline = new ScriptedPipeline().gated("write");
        try (Service first = Service.start(settings, pipeline.asPipelines());
                Service second = Service.start(settings, pipeline.asPipelines())) {
            Api one = first.api(UUID.randomUUID());
            Api two = second.api(one.user());
            UUID job = one.created(Api.order("Tomatoes"));
            one.await(job, "running");

            assertThat(two.cancel(job).statusCode()).isEqualTo(200);
            assertThat(one.await(job, "failed").getString("errorCode")).isEqualTo("CANCELLED");

            pipeline.open("write");
            assertThat(two.retry(job).statusCode()).isEqualTo(200);
            JsonObject end = one.await(job, "succeeded");
            assertThat(end.getInteger("attempt")).isEqualTo(2);
        }
    }

    @Test
    void oldJobsAreDeleted() throws Exception {
        Migrations.run(database);
        Servers.execute(database, """
                insert into jobs (id, type, user_id, tenant, status, error, error_code, retryable, finished_at)
                values (gen_random_uuid(), 'content_generation', gen_random_uuid(), 'any', 'failed', 'x', 'CANCELLED',
                        true, now() - interval '2 days')
                """);
        Vertx vertx = Vertx.vertx();
        try {
            Database opened = Database.open(
                    vertx,
                    DatabaseUrl.pooled(pooler.url()),
                    SettingsLoader.load(Map.of(), Optional.empty()).database());
            assertThat(new PostgresRescueStore(opened)
                            .deleteJobs(Duration.ofDays(1), AFTER_ALL, 500)
                            .await(20, TimeUnit.SECONDS))
                    .isOne();
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void migrationsTakeTheDirectUrl() {
        settings.put("DATABASE_DIRECT_URL", database);
        Servers.execute(database, "create schema seen");
        Servers.execute(database, "create table seen.migrations (lock_timeout text)");
        Servers.execute(database, """
                create function seen.note() returns event_trigger language plpgsql as $$ begin
                    insert into seen.migrations values (current_setting('lock_timeout'));
                end $$
                """);
        Servers.execute(database, "create event trigger note on ddl_command_end execute function seen.note()");

        Service.start(settings, new ScriptedPipeline().step("write").asPipelines())
                .close();

        // The function that creates partitions has a limit of its own.
        assertThat(
                        Sql.text(
                                database,
                                "select string_agg(distinct lock_timeout, ' ') from seen.migrations where lock_timeout <> '500ms'"))
                .isEqualTo("10s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"workers", "cluster_members", "duties"})
    void whatMayBeLostIsNotWaitedFor(String table) {
        Migrations.run(database);
        Servers.execute(database, "create table seen (synchronous_commit text)");
        Servers.execute(database, """
                create function note() returns trigger language plpgsql as $$ begin
                    insert into seen values (current_setting('synchronous_commit'));
                    return null;
                end $$
                """);
        Servers.execute(
                database,
                "create constraint trigger note after update on " + table
                        + " deferrable initially deferred for each row execute function note()");
        try (Service node =
                Service.start(settings, new ScriptedPipeline().step("write").asPipelines())) {
            assertThat(Await.value(
                            Duration.ofSeconds(30),
                            () -> Sql.text(node.databaseUrl(), "select synchronous_commit from seen limit 1"),
                            seen -> !seen.isEmpty()))
                    .isEqualTo("off");
        }
    }

    @Test
    void whatIsFoundOutIsOnlyThatThereIsAPooler() {
        assertThat(DatabaseCheck.checked(database)).isEqualTo(database);
        assertThat(DatabaseCheck.checked(pooler.url())).isEqualTo(DatabaseUrl.pooled(pooler.url()));
        assertThat(DatabaseCheck.checked(pooler.url() + "?pgbouncer=false"))
                .isEqualTo(pooler.url() + "?pgbouncer=false");
    }
}
