package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Stores;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows and entries that a node of the next version has written, with values that this one does not know. */
class NextVersionRowsIT {
    private final Stores stores = Stores.open();
    private final UUID user = UUID.randomUUID();
    private UUID foreign;
    private UUID known;

    @BeforeEach
    void submitTwo() {
        foreign = stores.submitted(user).jobId();
        known = stores.submitted(user).jobId();
        Servers.execute(
                stores.url(),
                "alter table jobs drop constraint jobs_type_check, drop constraint jobs_status_check,"
                        + " drop constraint status_fits_the_rest");
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void aTypeThatIsNotKnownDoesNotHideOtherJobs() {
        change("type = 'newsletter'");

        assertThat(list()).extracting(JobView::id).containsExactlyInAnyOrder(known, foreign);
        assertThat(find(foreign).type()).isEqualTo(JobType.OTHER);
    }

    @Test
    void aJobOfATypeThatIsNotKnownIsNotQueuedHere() {
        change("type = 'newsletter'");
        RedisJobQueue.Entry entry = new RedisJobQueue.Entry(find(foreign).type(), foreign, 1, "t");

        assertThat(stores.done(() -> stores.queue().enqueue(entry.type(), List.of(entry))))
                .isZero();
    }

    @Test
    void aJobOfATypeThatIsNotKnownHasNoPlaceInTheQueue() {
        change("type = 'newsletter'");
        JobView job = find(foreign);

        assertThat(stores.done(() -> new QueuePositions(stores.queue()).of(job)))
                .isEmpty();
    }

    @Test
    void aStatusThatIsNotKnownHasNotEnded() {
        change("status = 'paused'");

        assertThat(find(foreign).status().isFinal()).isFalse();
    }

    @Test
    void anErrorCodeThatIsNotKnownIsToldAsInternal() {
        change("status = 'failed', error = 'Too salty.', error_code = 'TOO_SALTY', retryable = false");

        assertThat(find(foreign).error()).contains(new JobView.JobError(ErrorCode.INTERNAL, "Too salty.", false));
    }

    @Test
    void entriesOfTheQueueThatAreLongerOrCannotBeReadDoNotHideOthers() {
        String key = "pressroom:{content_generation}:ready";
        String url = stores.settings().redis().url().orElseThrow().value();
        Redis redis = Redis.createClient(stores.vertx(), new RedisOptions().setConnectionString(url));
        stores.done(() -> redis.send(Request.cmd(Command.ZADD)
                .arg(key)
                .arg(1)
                .arg("nonsense")
                .arg(2)
                .arg(foreign + ":1:urgent")
                .arg(3)
                .arg(known + ":2")));

        assertThat(stores.done(() -> stores.queue().claim(JobType.CONTENT_GENERATION, 10)))
                .containsExactly(new RedisJobQueue.Claimed(foreign, 1), new RedisJobQueue.Claimed(known, 2));
        redis.close();
    }

    private void change(String assignment) {
        Servers.execute(stores.url(), "update jobs set " + assignment + " where id = '" + foreign + "'");
    }

    private List<JobView> list() {
        return stores.done(
                () -> stores.jobs().list(Owner.user(user), Optional.empty(), Optional.empty(), Optional.empty(), 10));
    }

    private JobView find(UUID job) {
        return stores.done(() -> stores.jobs().find(job, Owner.user(user))).orElseThrow();
    }
}
