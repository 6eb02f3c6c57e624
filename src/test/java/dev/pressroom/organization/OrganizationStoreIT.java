package dev.pressroom.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobType;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.Owner;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The owner of a site's organization after repeated analyses, adoptions and conflicts. */
class OrganizationStoreIT {
    private static final String HOST = "example.com";
    private static Stores stores;

    private final OrganizationStore organizations = new OrganizationStore(stores.database());
    private final PostgresLeaseStore worker = stores.worker(UUID.randomUUID());
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

        assertThat(known(owner, id)).isEqualTo("Green Leaf");
        assertThat(of(id, "owner || ' ' || name || ' ' || website_host"))
                .isEqualTo("user:" + user + " Green Leaf example.com");
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

        assertThat(of(id, "owner")).isEqualTo(session.key());
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

        assertThat(of(id, "owner")).isEqualTo(owner.key());
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

        assertThat(of(id, "name || owner")).isEqualTo("The same leaf" + owner.key());
        assertThat(of(id, "website_host")).isEqualTo("null");
        assertThat(identified(owner)).isEqualTo(known);
    }

    @Test
    void theSameIdNamesTwoOrganizationsOfTwoOwners() {
        UUID id = identified(owner);
        Owner stranger = Owner.user(UUID.randomUUID());
        learned(leased(owner), id, "Green Leaf");
        learned(leased(stranger), id, "Stranger");

        assertThat(known(owner, id)).isEqualTo("Green Leaf");
        assertThat(known(stranger, id)).isEqualTo("Stranger");
        assertThat(known(session, id)).isNull();
    }

    @Test
    void anIdThatTokensCarryIsSharedByAllWhoseTokensDo() {
        UUID id = UUID.randomUUID();
        Owner member = carrying(UUID.randomUUID(), id);
        learned(leased(member), id, "Green Leaf");

        assertThat(known(carrying(UUID.randomUUID(), id), id)).isEqualTo("Green Leaf");
        assertThat(known(Owner.user(member.userId().orElseThrow()), id)).isNull();
        assertThat(known(carrying(UUID.randomUUID(), UUID.randomUUID()), id)).isNull();
    }

    @Test
    void anAnalysisForAUserWithAnOrganizationInTheTokenFindsTheSharedOneOfTheSite() {
        UUID id = UUID.randomUUID();
        learned(leased(carrying(user, id)), id, "Green Leaf");

        assertThat(identified(carrying(UUID.randomUUID(), id))).isEqualTo(id);
    }

    @Test
    void whatAUserKnewOfAnIdBeforeTokensCarriedItIsStillKnownToThatUser() {
        UUID id = UUID.randomUUID();
        learned(leased(owner), id, "Green Leaf");

        assertThat(known(carrying(user, id), id)).isEqualTo("Green Leaf");
        assertThat(known(carrying(UUID.randomUUID(), id), id)).isNull();
    }

    @Test
    void adoptionFillsAnOrganizationThatTheUserHasNamedBefore() {
        UUID id = identified(session);
        learned(leased(session), id, "Green Leaf");
        Servers.execute(
                stores.url(),
                "insert into owned_organizations (owner, id) values ('" + owner.key() + "', '" + id + "')");

        stores.done(() -> new AdoptionStore(stores.database())
                .adopt(user, AdoptionStore.Source.session(session.sessionId().orElseThrow())));

        assertThat(known(owner, id)).isEqualTo("Green Leaf");
        assertThat(known(session, id)).isNull();
        assertThat(identified(owner)).isEqualTo(id);
    }

    private static Owner carrying(UUID user, UUID organization) {
        return new Owner(Optional.of(user), Optional.empty(), Optional.of(organization));
    }

    private String known(Owner to, UUID id) {
        return stores.done(() -> organizations.context(to, id)).getString("businessName");
    }

    private UUID identified(Owner of) {
        return stores.done(() -> organizations.identify(of, HOST));
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
        return Sql.text(
                stores.url(), "select " + expression + " from owned_organizations where id = '" + organization + "'");
    }
}
