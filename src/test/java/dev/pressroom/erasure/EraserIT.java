package dev.pressroom.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.image.Image;
import dev.pressroom.image.ImageStore;
import dev.pressroom.job.JobQueue;
import dev.pressroom.job.JobType;
import dev.pressroom.job.OperatorJobs;
import dev.pressroom.job.Owner;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.ops.JobActions;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import dev.pressroom.support.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Erasures that are interrupted, and what is stored while they run. */
class EraserIT {
    private static final Duration AT_ONCE = Duration.ofMillis(-1);
    private static final int MAX_ROUNDS = 100;

    private final Stores stores = Stores.open(Map.of("STARTING_CREDITS", "1000"));
    private final RedisJobQueue queue = stores.queue();
    private final ErasureStore store = new ErasureStore(stores.database());
    private final UUID user = UUID.randomUUID();

    @AfterEach
    void close() {
        stores.done(queue::close);
        stores.close();
    }

    private Eraser eraser(Duration settle) {
        JobActions actions = new JobActions(
                stores.vertx(), new OperatorJobs(stores.database(), stores.settings()), Optional.of(queue));
        return new Eraser(stores.vertx(), store, actions, queue, settle);
    }

    private UUID begun() {
        return stores.done(() -> store.begin(UUID.randomUUID(), Owner.user(user), Optional.empty(), Optional.empty()))
                .id();
    }

    private boolean isFinished(UUID erasure) {
        return stores.done(() -> store.find(erasure)).orElseThrow().finishedAt().isPresent();
    }

    private void finish(UUID erasure) {
        Eraser eraser = eraser(AT_ONCE);
        for (int i = 0; i < MAX_ROUNDS && !isFinished(erasure); i++) {
            stores.done(eraser::round);
        }
        assertThat(isFinished(erasure)).isTrue();
    }

    private long jobs() {
        return Sql.number(stores.url(), "select count(*) from jobs");
    }

    private Map<String, Long> traces() {
        return Traces.inDatabase(stores.url(), List.of(user.toString()));
    }

    private void fill(int jobs) {
        stores.submitted(user);
        Servers.execute(
                stores.url(),
                "insert into jobs (id, type, status, user_id, tenant, error, error_code, retryable, finished_at)"
                        + " select gen_random_uuid(), 'content_generation', 'failed', '" + user + "', 'user:" + user
                        + "', 'x', 'INTERNAL', true, now() from generate_series(1, " + jobs + ")");
        Servers.execute(
                stores.url(),
                "insert into credit_entries (user_id, kind, amount) select '" + user
                        + "', 'grant', 1 from generate_series(1, " + jobs + ")");
    }

    @Test
    void anotherNodeContinuesWhereALostOneHasStopped() {
        fill(250);
        UUID erasure = begun();
        stores.done(eraser(AT_ONCE)::round);
        assertThat(jobs()).isPositive().isLessThan(251);

        finish(erasure);

        assertThat(jobs()).isZero();
        assertThat(traces()).isEmpty();
        assertThat(Sql.number(
                        stores.url(),
                        "select granted from credit_sums where user_id = '00000000-0000-0000-0000-000000000000'"))
                .isEqualTo(1250);
    }

    @Test
    void anErasureLastsUntilEarlierRequestsHaveEndedAndErasesWhatTheyHaveStored() {
        UUID erasure = begun();
        Eraser patient = eraser(Duration.ofHours(1));
        stores.done(patient::round);
        JobQueue.Entry late = stores.submitted(JobType.WEBSITE_ANALYSIS, Owner.user(user));

        stores.done(patient::round);
        stores.done(patient::round);

        assertThat(jobs()).isZero();
        assertThat(isFinished(erasure)).isFalse();
        assertThat(late.tenant()).isEqualTo("user:" + user);
        finish(erasure);
        assertThat(traces()).isEmpty();
    }

    @Test
    void anImageThatIsReadyAfterItsJobWasErasedIsNotStored() {
        JobQueue.Entry job = stores.submitted(user);
        ImageStore images = new ImageStore(stores.database());
        Image image = new Image("image/png", io.vertx.core.buffer.Buffer.buffer("x"));
        stores.done(() -> images.save(UUID.randomUUID(), job.jobId(), image));
        assertThat(Sql.number(stores.url(), "select count(*) from images")).isOne();

        finish(begun());
        stores.done(() -> images.save(UUID.randomUUID(), job.jobId(), image));

        assertThat(Sql.number(stores.url(), "select count(*) from images")).isZero();
    }

    @Test
    void anImageThatAPostOfAnotherUserShowsStays() {
        UUID image = UUID.randomUUID();
        JobQueue.Entry job = stores.submitted(user);
        stores.done(() -> new ImageStore(stores.database())
                .save(image, job.jobId(), new Image("image/png", io.vertx.core.buffer.Buffer.buffer("x"))));
        UUID post = UUID.randomUUID();
        Servers.execute(
                stores.url(),
                "insert into posts (id, job_id, user_id, title, content, status, meta) values ('" + post + "', '" + post
                        + "', '" + UUID.randomUUID() + "', 'a', '![a](/api/v1/images/" + image + ")', 'draft', '{}')");

        finish(begun());

        assertThat(Sql.number(stores.url(), "select count(*) from images")).isOne();
    }

    @Test
    void aSecondRequestGetsTheErasureThatRuns() {
        UUID first = begun();

        assertThat(begun()).isEqualTo(first);
        assertThat(Sql.number(stores.url(), "select count(*) from erasures")).isOne();
    }

    @Test
    void finishedErasuresAndTheLedgerOfErasedUsersAreDeletedAfterAWhile() {
        fill(1);
        finish(begun());
        assertThat(Sql.number(stores.url(), "select count(*) from credit_entries"))
                .isPositive();

        stores.done(() -> store.deleteOld(Duration.ofDays(1), 100)
                .compose(kept -> store.deleteOldLedger(Duration.ofDays(1), 100)));
        assertThat(Sql.number(stores.url(), "select count(*) from erasures")).isOne();

        Servers.execute(stores.url(), "update erasures set finished_at = now() - interval '2 days'");
        Servers.execute(stores.url(), "update credit_entries set created_at = now() - interval '2 days'");
        stores.done(() -> store.deleteOld(Duration.ofDays(1), 100)
                .compose(kept -> store.deleteOldLedger(Duration.ofDays(1), 100)));
        assertThat(Sql.number(stores.url(), "select count(*) from erasures")).isZero();
        assertThat(Sql.number(stores.url(), "select count(*) from credit_entries"))
                .isZero();
    }
}
