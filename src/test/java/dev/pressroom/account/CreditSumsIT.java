package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a user has spent is not added up at each look. */
class CreditSumsIT {
    private static final int ARTICLES = 25_000;

    private static final String READ = """
            select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
                   + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes where relname = 'credit_entries')
            from pg_stat_user_tables where relname = 'credit_entries'
            """;

    @Test
    void aBalanceIsReadWithoutTheFiftyThousandEntriesBehindIt() {
        Stores stores = Stores.open(Map.of("STARTING_CREDITS", "100000"));
        Credits credits = new Credits(stores.database(), stores.settings().credits());
        UUID user = UUID.randomUUID();
        stores.done(() -> credits.ensureUser(user));
        Servers.execute(stores.url(), """
                with jobs as (select gen_random_uuid() as id from generate_series(1, %d))
                insert into credit_entries (user_id, job_id, attempt, kind, amount)
                select '%s', id, 1, kind, amount from jobs, (values ('hold', -1), ('spend', 0)) k(kind, amount)
                """.formatted(ARTICLES, user));
        Servers.execute(stores.url(), "update users set credit_balance = credit_balance - " + ARTICLES);
        Ledger.assertSumsFit(stores.url());
        Servers.execute(stores.url(), "select pg_stat_reset()");

        Credits.Statement statement = stores.done(() -> credits.statement(user));
        Credits.Balance balance = stores.done(() -> credits.balance(user)).orElseThrow();
        stores.close();

        assertThat(statement.spent()).isEqualTo(ARTICLES);
        assertThat(balance.used()).isEqualTo(ARTICLES);
        Await.until(Duration.ofSeconds(60), () -> Sql.isAlone(stores.url()));
        assertThat(Sql.number(stores.url(), READ)).isZero();
    }
}
