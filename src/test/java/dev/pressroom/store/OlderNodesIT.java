package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Ledger;
import dev.pressroom.support.OlderSchema;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database filled by the version before, and nodes of that version that still write to it. */
class OlderNodesIT {
    private static final String VERSION_BEFORE = "7";

    private final UUID user = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private final UUID organization = UUID.randomUUID();
    private final UUID image = UUID.randomUUID();
    private String url;

    @BeforeEach
    void migrateAsTheVersionBefore() {
        url = OlderSchema.migratedTo(VERSION_BEFORE);
    }

    @Test
    void theOrganizationsThatAreThereStayTheirOwners() {
        organization(organization, "'" + user + "', null", "{\"businessName\":\"Green Leaf\"}");
        organization(UUID.randomUUID(), "null, 'session-of-a-visitor'", "{}");
        UUID ofAccount = UUID.randomUUID();
        execute("insert into accounts (user_id, email, password_hash, organization_id) values ('" + other
                + "', 'a@example.com', 'x', '" + ofAccount + "')");
        organization(ofAccount, "'" + other + "', null", "{}");

        Migrations.run(url);

        assertThat(sql("select string_agg(owner, ' ' order by owner) from owned_organizations"))
                .isEqualTo("organization:" + ofAccount + " session:session-of-a-visitor user:" + user);
        assertThat(sql("select context->>'businessName' from owned_organizations where owner = 'user:" + user + "'"))
                .isEqualTo("Green Leaf");
    }

    @Test
    void whatAnOlderNodeWritesAboutAnOrganizationIsCopied() {
        Migrations.run(url);
        organization(organization, "null, 'session-of-a-visitor'", "{}");
        execute("update organizations set context = '{\"businessName\":\"Green Leaf\"}', owner_user_id = '" + user
                + "'");

        assertThat(sql("select string_agg(owner || ' ' || (context->>'businessName'), ',') from owned_organizations"))
                .isEqualTo("user:" + user + " Green Leaf");
    }

    @Test
    void anOlderNodeThatNamesAnOrganizationDoesNotEmptyIt() {
        Migrations.run(url);
        execute("insert into owned_organizations (owner, id, context) values ('user:" + user + "', '" + organization
                + "', '{\"businessName\":\"Green Leaf\"}')");

        organization(organization, "'" + user + "', null", "{}");

        assertThat(sql("select context->>'businessName' from owned_organizations"))
                .isEqualTo("Green Leaf");
    }

    /** A node of the version before reads organizations by id alone, so it would read another user's. */
    @Test
    void anOlderNodeThatRunsAJobIsNotToldOfAnIdThatIsAnothers() {
        organization(organization, "'" + other + "', null", "{}");
        Migrations.run(url);

        UUID job = submitted(user);
        UUID theirs = submitted(other);

        assertThat(sql("select named_organization || ' ' || coalesce(organization_id::text, '-') from jobs where id = '"
                        + job + "'"))
                .isEqualTo(organization + " -");
        assertThat(sql("select organization_id from jobs where id = '" + theirs + "'"))
                .isEqualTo(organization.toString());
    }

    @Test
    void anOlderNodeStoresJobsThroughTheFunctionsThatItKnows() {
        Migrations.run(url);
        String one = "array['" + UUID.randomUUID() + "'::uuid], array['content_generation'], ";
        String organizations = "array[null::uuid], ";

        execute("select submit_each(" + one + "array['" + user + "'::uuid], array[null], array[null], " + organizations
                + organizations + "array['user:" + user
                + "'], array[null::integer], array['{}'], array[1], array['user:"
                + user + "'], array[null], array[null::bytea], 10, 60)");
        execute("select submit_jobs(array[gen_random_uuid()], array['content_generation'], " + organizations
                + "array['{}'], array[1], '" + user + "', null, 'user:" + user + "', null, 10, 'user:" + user
                + "', null, null, 60)");

        assertThat(sql("select count(*) || ' ' || count(title) || ' ' || count(start_before) from jobs"))
                .isEqualTo("2 0 0");
    }

    @Test
    void articlesWithASessionBesideTheUserBelongToTheUserAlone() {
        execute(
                "insert into jobs (id, type, user_id, session_id, tenant) values (gen_random_uuid(), 'content_generation', '"
                        + user + "', 'session-of-a-visitor', 'user')");

        Migrations.run(url);

        assertThat(sql("select coalesce(session_id, '-') from jobs")).isEqualTo("-");
    }

    @Test
    void theSumsAreFilledAndKeptWhoeverWritesEntries() {
        entries();
        Migrations.run(url);
        Ledger.assertSumsFit(url);
        assertThat(sql(
                        "select granted || ' ' || held || ' ' || spent || ' ' || released from credit_sums where user_id = '"
                                + user + "'"))
                .isEqualTo("10 3 1 1");

        entries();

        Ledger.assertSumsFit(url);
        assertThat(sql("select held from credit_sums where user_id = '" + user + "'"))
                .isEqualTo("6");
    }

    @Test
    void imagesThatPostsShowAreKnownToBeInUse() {
        UUID unused = UUID.randomUUID();
        image(image);
        image(unused);
        execute("insert into posts (id, job_id, user_id, title, content, status, meta) values (gen_random_uuid(), "
                + "gen_random_uuid(), '" + user + "', 't', 'Look: ![a](/api/v1/images/" + image + ")', 'draft', '{}')");

        Migrations.run(url);

        assertThat(sql("select unused_since is null from images where id = '" + image + "'"))
                .isEqualTo("t");
        assertThat(sql("select unused_since is null from images where id = '" + unused + "'"))
                .isEqualTo("f");
    }

    private void organization(UUID id, String owners, String context) {
        execute("insert into organizations (id, owner_user_id, owner_session, context) values ('" + id + "', " + owners
                + ", '" + context + "')");
    }

    private void image(UUID id) {
        execute("insert into images (id, content_type, bytes) values ('" + id + "', 'image/png', 'x')");
    }

    private UUID submitted(UUID by) {
        UUID id = UUID.randomUUID();
        execute("select submit_job('" + id + "', 'content_generation', '" + by + "', null, null, '" + organization
                + "', null, 'user:" + by + "', null, '{}', 1, 10, null, null, null, 0)");
        return id;
    }

    /** A grant, a spent hold, a released hold, and a hold of an unlimited user. */
    private void entries() {
        UUID spent = UUID.randomUUID();
        UUID released = UUID.randomUUID();
        execute("insert into users (id) values ('" + user + "') on conflict do nothing");
        execute("insert into credit_entries (user_id, kind, amount) values ('" + user + "', 'grant', 10)");
        for (UUID job : new UUID[] {spent, released, UUID.randomUUID()}) {
            entry(job, "hold", job.equals(spent) ? -1 : 0);
        }
        entry(spent, "spend", 0);
        entry(released, "release", 0);
    }

    private void entry(UUID job, String kind, int amount) {
        execute("insert into credit_entries (user_id, job_id, attempt, kind, amount) values ('" + user + "', '" + job
                + "', 1, '" + kind + "', " + amount + ")");
    }

    private void execute(String statement) {
        Servers.execute(url, statement);
    }

    private String sql(String query) {
        return Sql.text(url, query);
    }
}
