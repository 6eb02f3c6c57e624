package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Posts;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
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
        stores.done(() -> WorkerStores.in(
                        stores.database(), UUID.randomUUID(), stores.settings().workers())
                .deleteUnused(stores.settings().retention(), 500));
    }

    private long count(String from) {
        return Sql.number(stores.url(), "select count(*) from " + from);
    }

    private void execute(String statement) {
        Servers.execute(stores.url(), statement);
    }
}
