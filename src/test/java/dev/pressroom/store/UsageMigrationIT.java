package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.OlderSchema;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage in a database that the version before has filled, and that its nodes still write to. */
class UsageMigrationIT {
    private static final String VERSION_BEFORE = "22";

    private final UUID user = UUID.randomUUID();
    private final UUID job = UUID.randomUUID();
    private String url;

    @BeforeEach
    void migrateAsTheVersionBefore() {
        url = OlderSchema.migratedTo(VERSION_BEFORE);
        execute("insert into users (id) values ('" + user + "')");
        execute("insert into jobs (id, type, user_id, tenant) values ('" + job + "', 'content_generation', '" + user
                + "', 'user:" + user + "')");
    }

    @Test
    void whatStepsHaveUsedIsEnteredAndSummed() {
        step("outline", 100, "0.5");
        discarded(30);

        Migrations.run(url);

        assertThat(used()).isEqualTo(130);
        assertThat(sum("usage_entries", "input_tokens")).isEqualTo(130);
        assertThat(sum("usage_pending where tenant = 'user:" + user + "'", "input_tokens"))
                .isEqualTo(130);
        assertThat(sum("usage_pending where currency = 'EUR'", "cost * 10")).isEqualTo(5);
    }

    @Test
    void whatAStepOfAnOlderNodeHasUsedIsEnteredOnce() {
        Migrations.run(url);

        step("outline", 100, "0.5");
        execute("delete from job_steps");
        discarded(100);

        assertThat(used()).isEqualTo(100);
        assertThat(sum("usage_pending where tenant = 'user:" + user + "'", "input_tokens"))
                .isEqualTo(100);
    }

    @Test
    void aFailureThatAnOlderNodeEntersHasItsTenant() {
        Migrations.run(url);

        execute("insert into usage_entries (job_id, user_id, type, step, attempt, reason, input_tokens) values ('" + job
                + "', '" + user + "', 'content_generation', 'outline', 1, 'failed', 7)");

        assertThat(sum("usage_pending where tenant = 'user:" + user + "'", "input_tokens"))
                .isEqualTo(7);
    }

    private void step(String name, int tokens, String cost) {
        execute("insert into job_steps (job_id, step, attempt, output, tokens, started_at, duration_ms, model,"
                + " input_tokens, output_tokens, cost, currency) values ('" + job + "', '" + name + "', 1, '{}', "
                + tokens + ", now(), 5, 'm', " + tokens + ", 1, " + cost + ", 'EUR')");
    }

    private void discarded(int tokens) {
        execute("insert into usage_entries (job_id, user_id, type, step, attempt, reason, input_tokens) values ('" + job
                + "', '" + user + "', 'content_generation', 'article', 1, 'discarded', " + tokens + ")");
    }

    private long used() {
        return Sql.number(url, "select (job_usage('" + job + "')->>'inputTokens')::bigint");
    }

    private long sum(String from, String what) {
        return Sql.number(url, "select coalesce(sum(" + what + "), 0)::bigint from " + from);
    }

    private void execute(String sql) {
        Servers.execute(url, sql);
    }
}
