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
    private Deliveries deliveries;
    private WebhookReceiver healthy;

    @BeforeEach
    void start() {
        deliveries = new Deliveries();
        healthy = WebhookReceiver.start("127.0.0.9");
    }

    @AfterEach
    void stop() {
        deliveries.close();
        healthy.close();
    }

    @Test
    void tenThousandDeliveriesToADeadHostDelayTheOthersByNothing() {
        HostileServer dead = HostileServer.raw(deliveries.vertx(), socket -> {});
        deliveries.addMany(deliveries.user, "http://127.0.0.1:" + dead.port() + "/", 10_000);
        deliveries.execute("analyze webhook_deliveries");
        deliveries.startNode();
        Await.until(Duration.ofSeconds(10), () -> dead.open() > 0);
        assertAllArriveWithin(Duration.ofSeconds(8));
        assertThat(dead.open()).isBetween(1, Slots.PER_HOST);
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
                Duration.ofSeconds(60),
                () -> deliveries.number("select count(distinct host) from webhook_attempts a join webhook_deliveries d"
                                + " on d.id = a.delivery_id where outcome = 'TIMEOUT'")
                        == 120);
        assertAllArriveWithin(Duration.ofSeconds(8));
    }

    /** A hundred deliveries to the healthy receiver. */
    private void assertAllArriveWithin(Duration time) {
        long start = System.nanoTime();
        deliveries.addMany(deliveries.user, healthy.url(), 100);
        healthy.await(100);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(time);
    }
}
