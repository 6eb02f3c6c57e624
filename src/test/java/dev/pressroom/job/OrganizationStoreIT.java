package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose organization a site is, over repeated analyses, adoptions and collisions. */
class OrganizationStoreIT {
    private static final String HOST = "example.com";
    private static Stores stores;

    private final OrganizationStore organizations = new OrganizationStore(stores.database());
    private final LeaseStore worker = stores.worker(UUID.randomUUID());
    private final UUID user = UUID.randomUUID();
    private final Owner owner = Owner.user(user);
    private final Owner session = Owner.session("visitor-" + UUID.randomUUID());

    @BeforeAll
    static void open() {
        stores = Stores.open();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Test
    void whatWasLearnedIsStoredWithTheSuccessAndFoundAsContext() {
        UUID id = identified(owner);
        learned(leased(owner), id, "Green Leaf");

        assertThat(stores.done(() -> organizations.context(id)).getString("businessName"))
                .isEqualTo("Green Leaf");
        assertThat(of(id, "name || ' ' || website_host || ' ' || owner_user_id"))
                .isEqualTo("Green Leaf example.com " + user);
    }

    @Test
    void anotherAnalysisOfTheSiteReplacesWhatIsKnownOfTheSameOrganization() {
        UUID first = identified(owner);
        learned(leased(owner), first, "Green Leaf");
        UUID second = identified(owner);
        learned(leased(owner), second, "Greener Leaf");

        assertThat(second).isEqualTo(first);
        assertThat(of(first, "name")).isEqualTo("Greener Leaf");
    }

    @Test
    void theOrganizationOfASessionBelongsToTheSession() {
        UUID id = identified(session);
        learned(leased(session), id, "Green Leaf");

        assertThat(of(id, "owner_session")).isEqualTo(session.sessionId().orElseThrow());
        assertThat(of(id, "owner_user_id")).isEqualTo("null");
        assertThat(identified(session)).isEqualTo(id);
    }

    @Test
    void everyOwnerHasAnOrganizationOfHisOwnForASite() {
        assertThat(identified(owner)).isNotEqualTo(identified(session));
        assertThat(identified(owner)).isNotEqualTo(identified(Owner.user(UUID.randomUUID())));
    }

    @Test
    void aJobThatWasAdoptedWhileItRanLeavesItsOrganizationToTheUser() {
        UUID id = identified(session);
        LeasedJob job = leased(session);
        adopt(job);

        learned(job, id, "Green Leaf");

        assertThat(of(id, "owner_user_id")).isEqualTo(user.toString());
        assertThat(identified(owner)).isEqualTo(id);
    }

    @Test
    void anAdoptedJobSucceedsEvenWhenTheUserKnowsTheSiteAlready() {
        UUID known = identified(owner);
        learned(leased(owner), known, "Green Leaf");
        UUID id = identified(session);
        LeasedJob job = leased(session);
        adopt(job);

        learned(job, id, "The same leaf");

        assertThat(of(id, "name || owner_user_id")).isEqualTo("The same leaf" + user);
        assertThat(of(id, "website_host")).isEqualTo("null");
        assertThat(identified(owner)).isEqualTo(known);
    }

    @Test
    void aStrangerWhoTookTheIdBeforeKeepsIt() {
        UUID usual = identified(owner);
        Servers.execute(
                stores.url(),
                "insert into organizations (id, owner_user_id, name) values ('" + usual + "', '" + UUID.randomUUID()
                        + "', 'Stranger')");

        UUID id = identified(owner);
        learned(leased(owner), id, "Green Leaf");

        assertThat(id).isNotEqualTo(usual);
        assertThat(identified(owner)).isEqualTo(id);
        assertThat(of(usual, "name")).isEqualTo("Stranger");
    }

    @Test
    void aStrangersOrganizationIsNotOverwritten() {
        UUID id = identified(owner);
        learned(leased(owner), id, "Green Leaf");

        learned(leased(Owner.user(UUID.randomUUID())), id, "Stranger");

        assertThat(of(id, "name")).isEqualTo("Green Leaf");
    }

    private UUID identified(Owner of) {
        return stores.done(() -> organizations.identify(of, HOST, UUID.randomUUID()));
    }

    private LeasedJob leased(Owner of) {
        return stores.leased(worker, stores.submitted(JobType.WEBSITE_ANALYSIS, of));
    }

    private void learned(LeasedJob job, UUID id, String name) {
        JsonObject context = new JsonObject().put("businessName", name);
        assertThat(stores.done(() -> worker.succeed(new LeaseStore.Settlement(
                        job.lease(),
                        "{}",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new LeaseStore.OrganizationRow(id, HOST, name, context))))))
                .isPresent();
    }

    private void adopt(LeasedJob job) {
        Servers.execute(
                stores.url(),
                "update jobs set user_id = '" + user + "' where id = '"
                        + job.lease().jobId() + "'");
    }

    private static String of(UUID organization, String expression) {
        return Sql.text(stores.url(), "select " + expression + " from organizations where id = '" + organization + "'");
    }
}
