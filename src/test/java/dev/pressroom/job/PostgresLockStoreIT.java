package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresLockStoreIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Stores stores = Stores.open();
    private final LockStore locks = new PostgresLockStore(stores.database());
    private final UUID one = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void onlyOneNodeHoldsALock() {
        assertThat(acquired(one, "a")).isTrue();
        assertThat(acquired(one, "a")).isTrue();
        assertThat(acquired(other, "a")).isFalse();
        assertThat(acquired(other, "b")).isTrue();
    }

    @Test
    void anotherNodeAcquiresALockThatWasReleased() {
        acquired(one, "a");
        stores.done(() -> locks.release(one, "a"));

        assertThat(acquired(other, "a")).isTrue();
        assertThat(acquired(one, "a")).isFalse();
    }

    @Test
    void anotherNodeAcquiresALockThatHasExpired() {
        acquired(one, "a");
        Servers.execute(stores.url(), "update duties set held_until = now() - interval '1 second'");

        assertThat(acquired(other, "a")).isTrue();
    }

    @Test
    void aNodeDoesNotReleaseTheLockOfAnother() {
        acquired(one, "a");

        stores.done(() -> locks.release(other, "a"));

        assertThat(acquired(other, "a")).isFalse();
    }

    @Test
    void oneStatementAnswersForEachLockInTheOrderOfTheRequests() {
        acquired(one, "b");

        List<LockStore.Answer> answers = answers(other, "c", "b", "a");

        assertThat(answers).extracting(LockStore.Answer::acquired).containsExactly(true, false, true);
    }

    @Test
    void aNodeThatDoesNotGetALockIsToldWhenItIsFree() {
        acquired(one, "a");
        Servers.execute(stores.url(), "update duties set held_until = now() + interval '20 seconds'");

        assertThat(answers(other, "a").get(0).freeAfter()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void aNodeThatWaitsDoesNotWriteToTheRow() {
        acquired(one, "a");
        String before = row();

        acquired(other, "a");

        assertThat(row()).isEqualTo(before);
    }

    /** Where the row is, and the last transaction that locked or changed it. */
    private String row() {
        return Sql.text(stores.url(), "select concat_ws(' ', ctid, xmin, xmax) from duties where name = 'a'");
    }

    private boolean acquired(UUID node, String name) {
        return answers(node, name).get(0).acquired();
    }

    private List<LockStore.Answer> answers(UUID node, String... names) {
        List<LockStore.Request> requests = List.of(names).stream()
                .map(name -> new LockStore.Request(name, MINUTE))
                .toList();
        return stores.done(() -> locks.acquire(node, requests));
    }
}
