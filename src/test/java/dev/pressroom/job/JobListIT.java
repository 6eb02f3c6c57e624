package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Stores;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The job list of a client that is a user, a session, or both. */
class JobListIT {
    private static Stores stores;
    private final UUID user = UUID.randomUUID();
    private final String session = UUID.randomUUID().toString();

    @BeforeAll
    static void open() {
        stores = Stores.open();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Test
    void whoIsBothGetsTheJobsOfEachAndThoseOfBothOnce() {
        UUID ofSession = submitted(owner(false, true));
        UUID madeByBoth = submitted(owner(true, true));
        UUID adopted = submitted(owner(false, true));
        Servers.execute(stores.url(), "update jobs set user_id = '" + user + "' where id = '" + adopted + "'");
        UUID ofUser = submitted(owner(true, false));

        assertThat(listed(owner(true, true), 10)).containsExactly(ofUser, adopted, madeByBoth, ofSession);
        assertThat(listed(owner(true, true), 2)).containsExactly(ofUser, adopted);
        assertThat(listed(owner(true, false), 10)).containsExactly(ofUser, adopted, madeByBoth);
        assertThat(listed(owner(false, true), 10)).containsExactly(adopted, ofSession);
    }

    private Owner owner(boolean asUser, boolean asSession) {
        return new Owner(
                asUser ? Optional.of(user) : Optional.empty(), asSession ? Optional.of(session) : Optional.empty());
    }

    private UUID submitted(Owner owner) {
        return stores.submitted(JobType.WEBSITE_ANALYSIS, owner).jobId();
    }

    private List<UUID> listed(Owner owner, int limit) {
        return stores
                .done(() -> stores.jobs().list(owner, Optional.empty(), Optional.empty(), Optional.empty(), limit))
                .stream()
                .map(JobView::id)
                .toList();
    }
}
