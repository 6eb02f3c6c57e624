package dev.pressroom.chaos;

import dev.pressroom.support.Servers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Looks in Postgres, after all is over, for what should not be there, and for what is missing. */
final class Audit implements AutoCloseable {
    /** How each job ended. */
    private static final String ENDS = "select id, status, error_code from jobs";

    private static final String UNSOUND_EVENTS = """
            select j.id, 'has ' || count(e.seq) || ' events up to number ' || coalesce(max(e.seq), 0)
                   || ', and its row says ' || j.last_event
            from jobs j left join job_events e on e.job_id = j.id
            group by j.id, j.last_event
            having count(e.seq) <> j.last_event or min(e.seq) <> 1 or max(e.seq) <> j.last_event
            """;

    private static final String INCOMPLETE_SUCCESSES = """
            select j.id, 'succeeded with ' || steps || ' checkpoints, ' || posts || ' posts and ' || results || ' results'
            from (select id,
                         (select count(*) from job_steps s where s.job_id = jobs.id) as steps,
                         (select count(*) from posts p where p.job_id = jobs.id) as posts,
                         (select count(*) from job_results r where r.job_id = jobs.id) as results
                  from jobs where status = 'succeeded' and type = 'content_generation') j
            where steps <> ? or posts <> 1 or results <> 1
            """;

    private static final String MADE_TWICE = """
            select (array_agg(job_id))[1], 'is one of ' || count(*) || ' jobs for the order ' || (input->'topic'->>'title')
            from job_inputs where input->'topic' is not null group by input->'topic'->>'title' having count(*) > 1
            """;

    private static final String POSTS_OF_OTHERS = """
            select p.job_id, 'did not succeed, and has a post' from posts p join jobs j on j.id = p.job_id
            where j.status <> 'succeeded'
            """;

    private static final String CHECKPOINTS = "select job_id, step, attempt from job_steps";

    private static final String WRONG_CHARGES = """
            select j.id, j.status || ' with ' || holds || ' holds, ' || spends || ' spends and ' || releases || ' releases'
            from (select j.id, j.status, count(*) filter (where kind = 'hold') as holds,
                         count(*) filter (where kind = 'spend') as spends,
                         count(*) filter (where kind = 'release') as releases
                  from jobs j left join credit_entries c on c.job_id = j.id
                  where j.type = 'content_generation' group by j.id, j.status) j
            where holds <> 1 or spends <> (status = 'succeeded')::int or releases <> (status = 'failed')::int
            """;

    private static final String WRONG_BALANCES = """
            select u.id, 'is a user with a balance of ' || u.credit_balance || ', entries of ' || entries
                   || ' and ' || successes || ' successes'
            from (select u.id, u.credit_balance,
                         (select sum(amount) from credit_entries c where c.user_id = u.id) as entries,
                         (select count(*) from jobs j where j.user_id = u.id and j.status = 'succeeded') as successes
                  from users u) u
            where entries <> credit_balance or credit_balance <> ? - successes
            """;

    private static final String WRONG_SUMS = """
            select user_id, 'is a user whose sums are ' || coalesce(s::text, 'missing') || ', entries ' || coalesce(e::text, 'missing')
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

    /** What the checkpoints say of their model calls, against the entries; each step of a job has one checkpoint. */
    private static final String WRONG_USAGE = """
            select coalesce(s.job_id, e.job_id), 'has steps with ' || coalesce(s.tokens, 0) || ' input tokens, and entries with '
                   || coalesce(e.tokens, 0)
            from (
                select job_id, sum((output->>'inputTokens')::bigint) as tokens from job_steps
                where output->>'node' is not null group by job_id
            ) s full join (
                select u.job_id, sum(u.input_tokens) as tokens from usage_entries u
                where u.reason = 'completed' and u.model = 'chaos' group by u.job_id
            ) e on e.job_id = s.job_id
            where s.tokens is distinct from e.tokens
            """;

    /*
     * Only who holds the lease may write; only the reaper may take it away, after its end, or the holder give it up for a
     * step that blocks. After its end, the reaper may also set its end. What was made in a step
     * carries the node and the attempt it was made in: they have to be those of the lease at the moment of the write, or
     * of the lease that the same transaction brings to its end.
     */
    private static final String STALE_WRITES = """
            select job, 'write ' || id || ' to ' || place || coalesce(' (' || what || ')', '') || ' by node '
                   || coalesce(node::text, 'unknown') || ', signed ' || coalesce(said_node::text, '-') || ' attempt '
                   || coalesce(said_attempt::text, '-') || ': job ' || coalesce(old_status, 'new') || ' -> '
                   || new_status || ', attempt ' || new_attempt || ', lease of '
                   || coalesce(old_owner, new_owner)::text
            from chaos_writes w
            where w.job in (select id from jobs where type = 'content_generation') and case
                when place = 'job_steps' or place = 'job_events' and said_node is not null then
                    said_node is distinct from node or said_attempt <> new_attempt
                    or (new_status <> 'running' or new_owner is distinct from node)
                       and not exists (
                           select from chaos_writes e
                           where e.job = w.job and e.xact = w.xact and e.place = 'jobs' and e.old_status = 'running'
                             and e.old_owner = w.node and e.new_status = 'succeeded')
                when place = 'job_events' then said_attempt <> new_attempt
                when place = 'job_results' then new_status <> 'succeeded' or too_old
                when old_status is null then new_status <> 'queued'
                when old_status = 'queued' then
                    new_status <> 'running' or new_owner is distinct from node or new_attempt <> old_attempt
                when old_status = 'running' and new_attempt <> old_attempt then
                    not old_expired and old_owner is distinct from node or new_status <> 'queued'
                    or new_attempt <> old_attempt + 1
                when old_status = 'running' and what = 'WORKER_LOST' then
                    not old_expired and old_owner is distinct from node
                when old_status = 'running' then
                    old_owner is distinct from node
                    and not (old_expired and new_status = 'running' and new_owner = old_owner and new_attempt = old_attempt)
                else true
            end
            order by id
            """;

    /* When each job that was unfinished at that moment, there or anywhere, was first seen to go on. */
    private static final String RECOVERIES = """
            with before as (
                select distinct on (job) job, new_status, new_owner from chaos_writes
                where place = 'jobs' and at <= ? order by job, id desc
            ), harmed as (
                select job from before
                where new_status = 'running' and new_owner = ? or ? and new_status in ('queued', 'running')
            )
            select h.job, extract(epoch from min(w.at) - ?) * 1000
            from harmed h join chaos_writes w on w.job = h.job and w.at > ?
            where w.place = 'job_steps' or w.place = 'jobs' and w.new_status <> w.old_status and w.new_status <> 'queued'
            group by h.job
            """;

    private final Connection connection;
    private final List<Fault> faults = new ArrayList<>();

    Audit(String databaseUrl) {
        try {
            connection = Servers.connect(databaseUrl);
            connection
                    .createStatement()
                    .execute("create index if not exists chaos_writes_by_job on chaos_writes (job, id)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Looks at everything.
     *
     * @param orders that were accepted
     * @param began every step that any node began
     */
    List<Fault> faults(List<ChaosJob> orders, List<Member.Began> began) {
        lost(orders);
        collect(Fault.Column.LOST, UNSOUND_EVENTS);
        collect(Fault.Column.LOST, INCOMPLETE_SUCCESSES, ChaosPipeline.STEPS.size());
        collect(Fault.Column.DOUBLED, MADE_TWICE);
        collect(Fault.Column.DOUBLED, POSTS_OF_OTHERS);
        begunAgain(began);
        collect(Fault.Column.DOUBLE_CHARGED, WRONG_CHARGES);
        collect(Fault.Column.DOUBLE_CHARGED, WRONG_BALANCES, Cluster.STARTING_CREDITS);
        collect(Fault.Column.DOUBLE_CHARGED, WRONG_SUMS);
        collect(Fault.Column.DOUBLE_CHARGED, WRONG_USAGE);
        collect(Fault.Column.STALE_WRITE, STALE_WRITES);
        return List.copyOf(faults);
    }

    /** How long after each hit the jobs went on that it had harmed; ascending. */
    List<Duration> recoveries(List<FaultTarget.Hit> hits) {
        List<Duration> all = new ArrayList<>();
        for (FaultTarget.Hit hit : hits) {
            Timestamp at = Timestamp.from(hit.at());
            query(
                    RECOVERIES,
                    row -> all.add(Duration.ofMillis(row.getLong(2))),
                    at,
                    hit.node().orElse(null),
                    hit.node().isEmpty(),
                    at,
                    at);
        }
        all.sort(null);
        return all;
    }

    /** Every job ends, and as its order says it should; also one whose client never got its 201. */
    private void lost(List<ChaosJob> orders) {
        Map<UUID, String> ends = new HashMap<>();
        query(ENDS, row -> ends.put(row.getObject(1, UUID.class), row.getString(2) + " " + row.getString(3)));
        Set<UUID> known = new HashSet<>();
        for (ChaosJob order : orders) {
            UUID job = order.jobId().orElseThrow();
            known.add(job);
            String wanted =
                    order.kind().failsWith().map(code -> "failed " + code).orElse("succeeded null");
            String end = ends.getOrDefault(job, "unknown");
            if (!end.equals(wanted)) {
                fault(Fault.Column.LOST, job, "was accepted and is " + end);
            }
        }
        ends.forEach((job, end) -> {
            if (!known.contains(job) && !end.startsWith("succeeded ") && !end.startsWith("failed ")) {
                fault(Fault.Column.LOST, job, "is stored and still " + end);
            }
        });
    }

    /** A step is begun once per attempt, and never after the attempt that left its checkpoint. */
    private void begunAgain(List<Member.Began> began) {
        Map<String, Integer> checkpoints = new HashMap<>();
        query(CHECKPOINTS, row -> checkpoints.put(row.getString(1) + row.getString(2), row.getInt(3)));
        Set<Member.Began> seen = new HashSet<>();
        for (Member.Began step : began) {
            if (!seen.add(step)) {
                fault(Fault.Column.DOUBLED, step.job(), "began " + step.step() + " twice in attempt " + step.attempt());
            }
            int kept = checkpoints.getOrDefault(step.job() + step.step(), Integer.MAX_VALUE);
            if (step.attempt() > kept) {
                fault(
                        Fault.Column.DOUBLED,
                        step.job(),
                        "began " + step.step() + " in attempt " + step.attempt() + ", done in attempt " + kept);
            }
        }
    }

    private void collect(Fault.Column column, String sql, Object... values) {
        query(sql, row -> fault(column, row.getObject(1, UUID.class), row.getString(2)), values);
    }

    private void fault(Fault.Column column, UUID job, String says) {
        faults.add(new Fault(column, job + " " + says));
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, RowReader reader, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
