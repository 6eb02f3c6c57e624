package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Stores;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

class LostLockIT {
    /** With the system's default keep-alive settings the session would hold its row locks for two hours. */
    @Test
    void theServerNoticesWithinHalfAMinuteThatAMachineIsCutOff() {
        try (Stores stores = Stores.open()) {
            assertThat(number(stores, """
                            select current_setting('tcp_keepalives_idle')::int
                                   + current_setting('tcp_keepalives_interval')::int
                                   * current_setting('tcp_keepalives_count')::int
                            """)).isBetween(1, 30);
        }
    }

    private static int number(Stores stores, String query) {
        return stores.done(() -> stores.database().run(query, Tuple.tuple()))
                .iterator()
                .next()
                .getInteger(0);
    }
}
