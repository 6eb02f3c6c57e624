package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cancel that waited for the job's row while another client cancelled and retried the job. */
class CancelAfterRetryIT {
    private static final String CANCELLED_AND_RETRIED = """
            insert into credit_entries (user_id, job_id, attempt, kind, amount) values ('$user', '$job', 1, 'release', 1);
            update users set credit_balance = credit_balance + 1 where id = '$user';
            select hold_credits('$user', '$job', 2, 1);
            update jobs set attempt = 2, hold_attempt = 2 where id = '$job';
            """;

    private static final String WAITS =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    private final Stores stores = Stores.open(Map.of("STARTING_CREDITS", "5"));

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void itGivesBackTheCreditThatTheRetryHolds() throws SQLException {
        UUID user = UUID.randomUUID();
        UUID job = stores.submitted(user).jobId();
        AtomicReference<CompletableFuture<Boolean>> cancelled = new AtomicReference<>();
        try (Connection other = Servers.connect(stores.url());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from jobs where id = '" + job + "' for update");
            cancelled.set(cancelling(user, job));
            Await.until(Duration.ofSeconds(60), () -> {
                if (cancelled.get().isCompletedExceptionally()) {
                    // On a busy machine its time to wait for the row may be over before it is seen.
                    cancelled.set(cancelling(user, job));
                }
                return Sql.number(stores.url(), WAITS) == 1;
            });
            statement.execute(
                    CANCELLED_AND_RETRIED.replace("$user", user.toString()).replace("$job", job.toString()));
            other.commit();
        }

        assertThat(cancelled.get().join()).isTrue();
        assertThat(stores.text("select status || attempt from jobs where id = $job", job))
                .isEqualTo("failed2");
        assertThat(Sql.number(stores.url(), "select credit_balance from users")).isEqualTo(5);
        Ledger.assertFits(stores.url());
    }

    private CompletableFuture<Boolean> cancelling(UUID user, UUID job) {
        return CompletableFuture.supplyAsync(() ->
                stores.done(() -> stores.jobs().cancel(job, Owner.user(user))).isPresent());
    }
}
