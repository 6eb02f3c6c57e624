package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.pressroom.support.OlderSchema;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database of the version before with contents of jobs, which become the first partitions. */
class PartitionMigrationIT {
    private static final String VERSION_BEFORE = "27";

    private final UUID job = Generators.timeBasedEpochGenerator().generate();
    private final UUID ofAnotherVersion = UUID.fromString("f81d4fae-7dec-41d0-a765-00a0c91e6bf6");
    private String url;

    @BeforeEach
    void fillAsTheVersionBefore() {
        url = OlderSchema.migratedTo(VERSION_BEFORE);
        for (UUID id : new UUID[] {job, ofAnotherVersion}) {
            execute("insert into jobs (id, type, user_id, tenant) values ('" + id
                    + "', 'content_generation', gen_random_uuid(), 'somebody')");
            contents(id);
        }
        Migrations.run(url);
    }

    @Test
    void allRowsAreStillThere() {
        assertThat(Sql.number(url, "select count(*) from job_inputs")).isEqualTo(2);
        assertThat(Sql.number(url, "select count(*) from job_steps")).isEqualTo(2);
        assertThat(Sql.number(url, "select count(*) from job_events_first")).isOne();
        assertThat(Sql.number(url, "select count(*) from job_events_default")).isOne();
    }

    @Test
    void aStepOfAnOlderNodeIsStillStoredOnceAndItsUsageEntered() {
        execute("insert into job_steps (job_id, step, attempt, output, tokens, model, input_tokens) values ('" + job
                + "', 'outline', 1, '{}', 7, 'm', 7) on conflict (job_id, step) do nothing");
        execute("insert into job_steps (job_id, step, attempt, output, tokens, model, input_tokens) values ('" + job
                + "', 'outline', 1, '{}', 7, 'm', 7) on conflict (job_id, step) do nothing");

        assertThat(Sql.number(url, "select sum(input_tokens) from usage_entries"))
                .isEqualTo(7);
    }

    @Test
    void theFirstPartitionHasTheRowsOfTheNextDayToo() {
        UUID later = Generators.timeBasedEpochGenerator().generate();

        contents(later);

        assertThat(Sql.number(url, "select count(*) from job_results_first")).isEqualTo(2);
    }

    private void contents(UUID id) {
        execute("insert into job_inputs (job_id, input) values ('" + id + "', '{}')");
        execute("insert into job_results (job_id, result) values ('" + id + "', '{}')");
        execute("insert into job_steps (job_id, step, attempt, output, tokens) values ('" + id
                + "', 'context', 1, '{}', 0)");
        execute("insert into job_events (job_id, seq, attempt, name) values ('" + id + "', 1, 1, 'complete')");
    }

    private void execute(String statement) {
        Servers.execute(url, statement);
    }
}
