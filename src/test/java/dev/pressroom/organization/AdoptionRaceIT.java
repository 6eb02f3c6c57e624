package dev.pressroom.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobType;
import dev.pressroom.job.LeaseStore;
import dev.pressroom.job.LeasedJob;
import dev.pressroom.job.Owner;
import dev.pressroom.job.PostgresLeaseStore;
import dev.pressroom.organization.AdoptionStore.Source;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A session is adopted while a worker settles its job. */
class AdoptionRaceIT {
    private static final int ROUNDS = 60;
    private static Stores stores;

    private final PostgresLeaseStore worker = stores.worker(UUID.randomUUID());
    private final AdoptionStore adoptions = new AdoptionStore(stores.database());

    @BeforeAll
    static void open() {
        stores = Stores.open();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Test
    void jobAndOrganizationAreTheUsersInEveryOrder() {
        UUID user = UUID.randomUUID();
        for (int i = 0; i < ROUNDS; i++) {
            Owner session = Owner.session("visitor-" + UUID.randomUUID());
            LeasedJob job = stores.leased(worker, stores.submitted(JobType.WEBSITE_ANALYSIS, session));
            LeaseStore.Settlement settlement = settlement(job, i);
            boolean settlesFirst = i % 2 == 0;

            stores.done(() -> {
                Future<?> first = settlesFirst ? worker.succeed(settlement) : adopt(user, session);
                Future<?> second = settlesFirst ? adopt(user, session) : worker.succeed(settlement);
                return Future.all(first, second);
            });

            assertThat(Sql.text(
                            stores.url(),
                            "select status || ' ' || user_id from jobs where id = '"
                                    + job.lease().jobId() + "'"))
                    .isEqualTo("succeeded " + user);
            assertThat(Sql.text(
                            stores.url(),
                            "select string_agg(owner, ' ') from owned_organizations where owner = '" + session.key()
                                    + "'"))
                    .as("organizations left to the session in round " + i)
                    .isEqualTo("null");
        }
        assertThat(Sql.number(
                        stores.url(), "select count(*) from owned_organizations where owner = 'user:" + user + "'"))
                .isEqualTo(ROUNDS);
    }

    @Test
    void anAdoptionThatWaitsForTheSettlementFindsTheOrganizationThatItStored() throws Exception {
        UUID user = UUID.randomUUID();
        Owner session = Owner.session("visitor-" + UUID.randomUUID());
        LeasedJob job = stores.leased(worker, stores.submitted(JobType.WEBSITE_ANALYSIS, session));
        try (var settling = dev.pressroom.support.Servers.connect(stores.url());
                var statement = settling.createStatement()) {
            settling.setAutoCommit(false);
            statement.execute("update jobs set updated_at = now() where id = '"
                    + job.lease().jobId() + "'");
            statement.execute("insert into owned_organizations (owner, id, name) values ('" + session.key()
                    + "', gen_random_uuid(), 'Green Leaf')");
            Future<?> adopted = adopt(user, session);
            dev.pressroom.support.Await.until(
                    java.time.Duration.ofSeconds(20),
                    () -> Sql.number(
                                    stores.url(),
                                    "select count(*) from pg_locks where not granted and locktype = 'transactionid'")
                            > 0);
            settling.commit();
            adopted.await();
        }

        assertThat(Sql.text(stores.url(), "select name from owned_organizations where owner = 'user:" + user + "'"))
                .isEqualTo("Green Leaf");
    }

    @Test
    void ofTwoUsersWhoAdoptAtOnceOneGetsEverything() {
        for (int i = 0; i < 20; i++) {
            UUID ada = UUID.randomUUID();
            UUID grace = UUID.randomUUID();
            Owner session = Owner.session("visitor-" + UUID.randomUUID());
            LeasedJob job = stores.leased(worker, stores.submitted(JobType.WEBSITE_ANALYSIS, session));
            int site = 1000 + i;
            stores.done(() -> worker.succeed(settlement(job, site)));

            stores.done(() -> Future.all(adopt(ada, session), adopt(grace, session)));

            assertThat(Sql.number(
                            stores.url(),
                            "select count(*) from owned_organizations where owner in ('user:" + ada + "', 'user:"
                                    + grace + "')"))
                    .isEqualTo(1);
        }
    }

    private Future<AdoptionStore.Adopted> adopt(UUID user, Owner session) {
        return adoptions.adopt(user, Source.session(session.sessionId().orElseThrow()));
    }

    private static LeaseStore.Settlement settlement(LeasedJob job, int site) {
        JsonObject context = new JsonObject().put("businessName", "Green Leaf");
        return new LeaseStore.Settlement(
                job.lease(),
                "{}",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new LeaseStore.OrganizationRow(
                        UUID.randomUUID(), "site-" + site + ".example", "Green Leaf", context)));
    }
}
