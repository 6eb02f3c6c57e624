package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobQueue;
import dev.pressroom.job.Lease;
import dev.pressroom.job.Owner;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.job.PostgresRescueStore;
import dev.pressroom.support.Posts;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rows that are deleted when they are old, and those that stay. */
class RetentionIT {
    private final Stores stores = Stores.open();
    private final Posts posts = new Posts(stores.url());
    private final UUID user = UUID.randomUUID();
    private final UUID image = image();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void anImageThatNothingShowsIsDeleted() {
        grown();

        deleteUnused();

        assertThat(posts.images()).isZero();
    }

    @Test
    void anImageStaysWhileItIsNotOldEnough() {
        deleteUnused();

        assertThat(posts.images()).isOne();
    }

    @Test
    void theImagesOfASavedPostStay() {
        posts.saved(user, "Tomatoes", "![a](https://press.example.com/api/v1/images/" + image + ")");
        grown();

        deleteUnused();

        assertThat(posts.images()).isOne();
    }

    @Test
    void anImageThatAnEditHasRemovedIsDeletedAWhileAfterTheEdit() {
        UUID post = posts.saved(user, "Tomatoes", shown());
        grown();
        posts.edited(post, "No picture any more");

        deleteUnused();
        assertThat(posts.images()).isOne();

        grown();
        deleteUnused();
        assertThat(posts.images()).isZero();
    }

    @Test
    void anImageOfTwoPostsStaysUntilBothAreGone() {
        UUID first = posts.saved(user, "Tomatoes", shown());
        UUID second = posts.saved(user, "Tomatoes again", shown());
        execute("delete from posts where id = '" + first + "'");
        grown();
        deleteUnused();
        assertThat(posts.images()).isOne();

        execute("delete from posts where id = '" + second + "'");
        grown();
        deleteUnused();
        assertThat(posts.images()).isZero();
    }

    @Test
    void theImagesOfAUsersOrganizationStayAndThoseOfAVisitorsGo() {
        organization("session:a-visitor", "{\"imageUrl\":\"/api/v1/images/" + image + "\"}");
        UUID kept = image();
        organization("user:" + user, "{\"imageUrl\":\"/api/v1/images/" + kept + "\"}");
        grown();

        deleteUnused();

        assertThat(Sql.text(stores.url(), "select id from images")).isEqualTo(kept.toString());
    }

    @Test
    void moreThanAPageIsDeleted() {
        execute("insert into images (id, content_type, bytes) select gen_random_uuid(), 'image/png', 'x'"
                + " from generate_series(1, 250)");
        execute("insert into owned_organizations (owner, id) select 'session:visitor-' || n, gen_random_uuid()"
                + " from generate_series(1, 1200) n");
        execute("insert into users (id) select gen_random_uuid() from generate_series(1, 1200)");
        grown();

        deleteUnused();

        assertThat(posts.images()).isZero();
        assertThat(count("owned_organizations")).isZero();
        assertThat(count("users")).isZero();
    }

    @Test
    void theOrganizationsOfVisitorsAreDeletedAndThoseOfUsersStay() {
        organization("session:a-visitor", "{\"businessName\":\"Green Leaf\"}");
        organization("user:" + user, "{\"businessName\":\"Green Leaf\"}");
        organization("organization:" + UUID.randomUUID(), "{\"businessName\":\"Green Leaf\"}");
        grown();

        deleteUnused();

        assertThat(count("owned_organizations")).isEqualTo(2);
        assertThat(count("owned_organizations where owner = 'session:a-visitor'"))
                .isZero();
    }

    @Test
    void anOrganizationOfWhichNothingButTheIdIsKnownIsForgotten() {
        organization("user:" + user, "{}");
        grown();

        deleteUnused();

        assertThat(count("owned_organizations")).isZero();
    }

    @Test
    void aUserWhoHasLeftNothingIsDeletedWithItsStartingCredits() {
        met("10");
        grown();

        deleteUnused();

        assertThat(count("users")).isZero();
        assertThat(count("credit_entries")).isZero();
        assertThat(count("credit_sums")).isZero();
    }

    @Test
    void aUserWithAPostStays() {
        met("10");
        posts.saved(user, "Tomatoes", "Text");
        grown();

        deleteUnused();

        assertThat(count("users")).isOne();
    }

    @Test
    void aUserWithAJobStays() {
        stores.submitted(user);
        grown();

        deleteUnused();

        assertThat(count("users")).isOne();
    }

    @Test
    void aUserWithCreditsBeyondTheFirstStays() {
        met("10");
        execute("insert into credit_entries (user_id, kind, amount) values ('" + user + "', 'grant', 100)");
        grown();

        deleteUnused();

        assertThat(count("users")).isOne();
        assertThat(count("credit_entries")).isEqualTo(2);
    }

    @Test
    void whoIsKeptIsNotLookedAtAgainInTheNextRound() {
        met("10");
        posts.saved(user, "Tomatoes", "Text");
        grown();

        deleteUnused();

        assertThat(count("users where seen_at < now() - interval '1 day'")).isZero();
    }

    @Test
    void whoAsksForAJobIsSeen() {
        met("10");
        grown();
        stores.submitted(user);

        assertThat(count("users where seen_at > now() - interval '1 day'")).isOne();
    }

    @Test
    void whatBelongsToAnOldJobIsDeletedWithItButWhatItUsedStays() {
        UUID job = interrupted();
        assertThat(count("attempt_ends" + ofJob(job))).isOne();
        execute("update jobs set finished_at = now() - interval '31 days'" + ofId(job));

        deleteJobs();

        assertThat(count("jobs" + ofId(job))).isZero();
        assertThat(count("attempt_ends" + ofJob(job))).isZero();
        assertThat(Sql.text(stores.url(), "select job_usage('" + job + "')->>'inputTokens'"))
                .isEqualTo("70");
    }

    @Test
    void theEndsOfAttemptsStayAsLongAsTheirJob() {
        UUID job = interrupted();
        execute("update attempt_ends set ended_at = now() - interval '2 years'");

        deleteJobs();
        deleteUnused();

        assertThat(count("attempt_ends" + ofJob(job))).isOne();
    }

    @Test
    void whatADeletedJobHasUsedIsDeletedWhenItIsOld() {
        used(UUID.randomUUID(), 401);
        used(UUID.randomUUID(), 399);

        deleteUnused();

        assertThat(Sql.text(
                        stores.url(),
                        "select count(*) || ' ' || min(extract(day from now() - created_at)) from usage_entries"))
                .isEqualTo("1 399");
    }

    @Test
    void whatAJobHasUsedStaysAsLongAsTheJob() {
        UUID job = stores.submitted(user).jobId();
        used(job, 900);

        deleteUnused();

        assertThat(count("usage_entries" + ofJob(job))).isOne();
    }

    @Test
    void moreOldUsageThanAPageIsDeleted() {
        execute("insert into usage_entries (job_id, type, reason, created_at) select gen_random_uuid(), 'x', 'failed',"
                + " now() - interval '2 years' from generate_series(1, 1200)");

        deleteUnused();

        assertThat(count("usage_entries")).isZero();
    }

    @Test
    void theUsageOfADeletedUserStaysWithoutTheUser() {
        met("10");
        used(UUID.randomUUID(), 1);
        grown();

        deleteUnused();

        assertThat(count("users")).isZero();
        assertThat(count("usage_entries where user_id is null")).isOne();
    }

    /** A cancelled job that a node had handed back before, and that has used 70 tokens. */
    private UUID interrupted() {
        JobQueue.Entry entry = stores.submitted(user);
        PostgresLeaseStore worker = stores.worker(UUID.randomUUID());
        Lease lease = stores.leased(worker, entry).lease();
        stores.done(() -> worker.handBack(List.of(lease)));
        stores.done(() -> stores.jobs().cancel(entry.jobId(), Owner.user(user)));
        execute("insert into job_steps (job_id, step, attempt, output, tokens, input_tokens) values ('" + entry.jobId()
                + "', 'outline', 1, '{}', 70, 70)");
        return entry.jobId();
    }

    private void used(UUID job, int daysAgo) {
        execute("insert into usage_entries (job_id, user_id, type, reason, input_tokens, created_at) values ('" + job
                + "', '" + user + "', 'content_generation', 'failed', 5, now() - interval '" + daysAgo + " days')");
    }

    private void deleteJobs() {
        stores.done(() -> new PostgresRescueStore(stores.database())
                .deleteJobs(stores.settings().retention().jobs(), new UUID(-1, -1), 500));
    }

    private static String ofJob(UUID job) {
        return " where job_id = '" + job + "'";
    }

    private static String ofId(UUID job) {
        return " where id = '" + job + "'";
    }

    private UUID image() {
        UUID id = UUID.randomUUID();
        execute("insert into images (id, content_type, bytes) values ('" + id + "', 'image/png', 'x')");
        return id;
    }

    private String shown() {
        return "Look: ![a](/api/v1/images/" + image + ") and ![a](/api/v1/images/" + image + ")";
    }

    private void organization(String owner, String context) {
        execute("insert into owned_organizations (owner, id, context) values ('" + owner + "', gen_random_uuid(), '"
                + context + "')");
    }

    private void met(String credits) {
        execute("select meet_user('" + user + "', " + credits + ")");
    }

    /** Makes all rows two years older. */
    private void grown() {
        execute("update images set unused_since = unused_since - interval '2 years'");
        execute("update owned_organizations set updated_at = updated_at - interval '2 years'");
        execute("update users set seen_at = seen_at - interval '2 years'");
    }

    private void deleteUnused() {
        stores.done(() -> WorkerStores.in(stores.database(), UUID.randomUUID(), stores.settings(), Optional.empty())
                .deleteUnused(stores.settings().retention(), 500));
    }

    private long count(String from) {
        return Sql.number(stores.url(), "select count(*) from " + from);
    }

    private void execute(String statement) {
        Servers.execute(stores.url(), statement);
    }
}
