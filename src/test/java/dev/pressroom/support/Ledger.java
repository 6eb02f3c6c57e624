package dev.pressroom.support;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks of the credit ledger in a database. */
public final class Ledger {
    private static final String WRONG_BALANCES = """
            select count(*) from users u
            where credit_balance <> (select coalesce(sum(amount), 0) from credit_entries e where e.user_id = u.id)
            """;

    private static final String WRONG_SUMS = """
            select count(*)
            from (
                select user_id, coalesce(sum(amount) filter (where kind = 'grant'), 0) as granted,
                       coalesce(sum(price) filter (where kind = 'hold'), 0) as held,
                       coalesce(sum(price) filter (where kind = 'spend'), 0) as spent,
                       coalesce(sum(price) filter (where kind = 'release'), 0) as released
                from (
                    select e.*, case when e.kind <> 'grant' then (
                               select greatest(-h.amount, 1) from credit_entries h
                               where h.job_id = e.job_id and h.attempt = e.attempt and h.kind = 'hold') end as price
                    from credit_entries e
                ) priced
                group by user_id
            ) e full join credit_sums s using (user_id)
            where (e.granted, e.held, e.spent, e.released) is distinct from (s.granted, s.held, s.spent, s.released)
            """;

    private static final String OWNERLESS =
            "select count(*) from credit_entries e where not exists (select 1 from users u where u.id = e.user_id)";

    private static final String SPENT_TWICE = """
            select count(*) from (
                select job_id from credit_entries where kind = 'spend' group by job_id having count(*) > 1
            ) twice
            """;

    /** A hold is settled exactly once when its job has ended or its attempt is not the last one, otherwise never. */
    private static final String WRONGLY_SETTLED = """
            select count(*) from credit_entries h join jobs j on j.id = h.job_id
            where h.kind = 'hold'
              and case when j.status in ('succeeded', 'failed') or h.attempt <> j.hold_attempt then 1 else 0 end
                  <> (select count(*) from credit_entries s
                      where s.job_id = h.job_id and s.attempt = h.attempt and s.kind in ('spend', 'release'))
            """;

    private static final String SPEND_WITHOUT_SUCCESS = """
            select count(*) from jobs j
            where (j.status = 'succeeded' and j.hold_attempt is not null)
                  <> exists (select 1 from credit_entries s where s.job_id = j.id and s.kind = 'spend')
            """;

    private Ledger() {}

    /** Fails when a sum differs from its rows, or a job has no spend, two spends, or a spend without success. */
    public static void assertFits(String url) {
        assertThat(Sql.number(url, WRONG_BALANCES))
                .as("balances that are not the sum of their entries")
                .isZero();
        assertSumsFit(url);
        assertThat(Sql.number(url, OWNERLESS)).as("entries without a user").isZero();
        assertThat(Sql.number(url, SPENT_TWICE)).as("jobs that paid twice").isZero();
        assertThat(Sql.number(url, WRONGLY_SETTLED))
                .as("holds that are not settled once")
                .isZero();
        assertThat(Sql.number(url, SPEND_WITHOUT_SUCCESS))
                .as("jobs that paid for nothing, or nothing")
                .isZero();
    }

    /** Fails when a user's stored sum differs from the sum of the entries. */
    public static void assertSumsFit(String url) {
        assertThat(Sql.number(url, WRONG_SUMS))
                .as("users whose sums are not those of their entries")
                .isZero();
    }
}
