package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LostLockIT {
    private static final long LOCK = 9;

    /** A server that hangs for longer than we wait takes the lock afterwards, when nobody asks for it any more. */
    @Test
    void aLockThatCameTooLateIsNotKept() throws Exception {
        try (Stores stores = Stores.open(
                Map.of("PRESSROOM_DATABASE_POOL_SIZE", "1", "PRESSROOM_DATABASE_STATEMENT_TIMEOUT", "1s"))) {
            int session = number(stores, "select pg_backend_pid()");
            signal("STOP", session);
            try {
                assertThat(stores.done(() -> stores.database()
                                .alone(LOCK, Future::succeededFuture)
                                .otherwise(Database::isOutage)))
                        .isTrue();
            } finally {
                signal("CONT", session);
            }

            Await.until(Duration.ofSeconds(20), () -> Sql.advisoryLocks(stores.url()) == 0);
            assertThat(stores.done(() -> stores.database().alone(LOCK, Future::succeededFuture)))
                    .isTrue();
        }
    }

    /** Its session would keep the lock for two hours by the system's own settings. */
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

    private static void signal(String signal, int process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Integer.toString(process))
                        .start()
                        .waitFor())
                .isZero();
    }
}
