package dev.pressroom.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import dev.pressroom.support.HostileServer;
import dev.pressroom.support.WebhookReceiver;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receivers that do not answer, beside one that does. */
class DeliveryLoadIT {
    private static final Duration SLOW = Duration.ofSeconds(60);

    private Deliveries deliveries;

    @BeforeEach
    void start() {
        deliveries = new Deliveries();
        deliveries.impatient();
    }

    @AfterEach
    void stop() {
        deliveries.close();
    }

    @Test
    void tenThousandDeliveriesToADeadHostDelayTheOthersByNothing() {
        HostileServer dead = HostileServer.raw(deliveries.vertx(), socket -> {});
        deliveries.addMany(deliveries.user, "http://127.0.0.1:" + dead.port() + "/", 10_000);
        deliveries.execute("analyze webhook_deliveries");
        deliveries.startNode();
        Await.until(SLOW, () -> dead.open() > 0);
        assertAllArriveWithin(Duration.ofSeconds(8));
        int open = Await.value(SLOW, dead::open, count -> count > 0);
        assertThat(open).isLessThanOrEqualTo(Slots.PER_HOST);
    }

    @Test
    void manyDeadHostsOfManyUsersLeaveRoomForTheOthers() {
        for (int i = 1; i <= 120; i++) {
            UUID user = UUID.randomUUID();
            deliveries.addUser(user);
            HostileServer dead = HostileServer.raw(deliveries.vertx(), "127.0.1." + i, socket -> {});
            deliveries.addMany(user, "http://127.0.1." + i + ":" + dead.port() + "/", 10);
        }
        deliveries.startNode();
        Await.until(
                Duration.ofSeconds(180),
                () -> deliveries.number("select count(distinct host) from webhook_attempts a join webhook_deliveries d"
                                + " on d.id = a.delivery_id where outcome = 'TIMEOUT'")
                        == 120);
        assertAllArriveWithin(Duration.ofSeconds(8));
    }

    /** A hundred deliveries to a healthy receiver. One of three tries has to be short: a busy machine delays some. */
    private void assertAllArriveWithin(Duration time) {
        Duration least = arrival("127.0.0.9");
        for (int more = 0; more < 2 && least.compareTo(time) >= 0; more++) {
            Duration next = arrival("127.0.0.1" + more);
            least = next.compareTo(least) < 0 ? next : least;
        }
        assertThat(least).isLessThan(time);
    }

    /**
     * The time until a hundred deliveries have arrived, or about a minute: one that timed out is not sent again, since the
     * clock stands still.
     */
    private Duration arrival(String host) {
        try (WebhookReceiver healthy = WebhookReceiver.start(host)) {
            long start = System.nanoTime();
            deliveries.addMany(deliveries.user, healthy.url(), 100);
            Await.until(
                    Duration.ofMinutes(3),
                    () -> healthy.received().size() >= 100 || System.nanoTime() - start > SLOW.toNanos());
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }
}
