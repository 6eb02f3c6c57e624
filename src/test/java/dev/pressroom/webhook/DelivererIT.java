package dev.pressroom.webhook;

import static dev.pressroom.support.WebhookReceiver.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import dev.pressroom.support.HostileServer;
import dev.pressroom.support.WebhookReceiver;
import dev.pressroom.support.WebhookReceiver.Received;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a delivery, by what its receiver does. */
class DelivererIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Deliveries deliveries;
    private WebhookReceiver receiver;

    @BeforeEach
    void start() {
        deliveries = new Deliveries();
        receiver = WebhookReceiver.start();
    }

    @AfterEach
    void stop() {
        deliveries.close();
        receiver.close();
    }

    @Test
    void aDeadReceiverIsTriedAgainAfterEachWaitOfTheScheduleAndThenNoMore() {
        UUID delivery = deliveries.add("http://127.0.0.1:" + closedPort() + "/hook");
        deliveries.startNode();
        List<Long> waits = new ArrayList<>();
        for (int number = 1; number < RetrySchedule.MAX_ATTEMPTS; number++) {
            assertThat(deliveries.awaitAttempt(delivery, number)).isEqualTo("UNREACHABLE");
            long wait = deliveries.waitSeconds(delivery);
            waits.add(wait);
            deliveries.clock.advance(Duration.ofSeconds(wait + 1));
        }
        deliveries.awaitAttempt(delivery, RetrySchedule.MAX_ATTEMPTS);
        assertThat(waits)
                .zipSatisfy(
                        RetrySchedule.DELAYS,
                        (wait, delay) -> assertThat(wait).isBetween(delay.toSeconds() - 1, delay.toSeconds() + 1));
        assertThat(deliveries.state(delivery)).isEqualTo("failed");
    }

    @Test
    void eachAttemptHasTheSameIdAndATimeOfItsOwn() {
        receiver.answering(status(500, "oops"));
        UUID delivery = deliveries.add(receiver.url());
        deliveries.startNode();
        deliveries.awaitAttempt(delivery, 1);
        deliveries.clock.advance(Duration.ofSeconds(6));
        deliveries.awaitAttempt(delivery, 2);
        List<Received> received = receiver.received();
        assertThat(received).extracting(Received::id).containsOnly(delivery.toString());
        assertThat(Long.parseLong(received.get(1).timestamp())
                        - Long.parseLong(received.get(0).timestamp()))
                .isEqualTo(6);
        assertThat(received.get(1).text()).isEqualTo(received.get(0).text());
    }

    @Test
    void theAnswerOfAFailedAttemptIsKept() {
        receiver.answering(status(500, "the disk is full"));
        UUID delivery = deliveries.add(receiver.url());
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("REFUSED");
        assertThat(deliveries.text("select status || ' ' || answer from webhook_attempts"))
                .isEqualTo("500 the disk is full");
    }

    @Test
    void aSlowReceiverTimesOut() {
        HostileServer slow = HostileServer.raw(deliveries.vertx(), socket -> {});
        UUID delivery = deliveries.add("http://127.0.0.1:" + slow.port() + "/");
        deliveries.impatient();
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("TIMEOUT");
        Await.until(DEADLINE, () -> slow.open() == 0);
    }

    @Test
    void aReceiverThatAcceptsAndNeverEndsItsAnswerHasAccepted() {
        HostileServer trickling = HostileServer.raw(
                deliveries.vertx(), socket -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhal"));
        UUID delivery = deliveries.add("http://127.0.0.1:" + trickling.port() + "/");
        deliveries.impatient();
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("DELIVERED");
        assertThat(deliveries.text("select answer from webhook_attempts")).isEqualTo("hal");
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (WebhookReceiver target = WebhookReceiver.start("127.0.0.2")) {
            receiver.answering(status(307, "", "Location", target.url()));
            UUID delivery = deliveries.add(receiver.url());
            deliveries.startNode();
            assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("REDIRECTED");
            assertThat(deliveries.state(delivery)).isEqualTo("pending");
            assertThat(target.received()).isEmpty();
        }
    }

    @Test
    void aGoneReceiverDisablesTheEndpointAndDropsWhatWaitsForIt() {
        receiver.answering(status(410, "no more"));
        deliveries.endpoint(receiver.url());
        UUID delivery = deliveries.add(deliveries.user, "owner", receiver.url());
        UUID later = deliveries.add(deliveries.user, "owner", receiver.url());
        deliveries.execute(
                "update webhook_deliveries set next_at = now() + interval '1 day' where id = '" + later + "'");
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("GONE");
        assertThat(deliveries.state(delivery)).isEqualTo("gone");
        assertThat(deliveries.state(later)).isEqualTo("dropped");
        assertThat(deliveries.text("select disabled_reason from webhook_endpoints"))
                .isEqualTo("GONE");
    }

    @Test
    void aFailedDeliveryOfADeletedEndpointIsDropped() {
        receiver.answering(status(500, ""));
        UUID delivery = deliveries.add(deliveries.user, "owner", receiver.url());
        deliveries.startNode();
        deliveries.awaitAttempt(delivery, 1);
        assertThat(deliveries.state(delivery)).isEqualTo("dropped");
    }

    @Test
    void aNameThatPointsToAnInternalAddressOnARetryIsRefused() {
        receiver.answering(status(500, ""));
        deliveries.resolve("hooks.test", "127.0.0.1");
        UUID delivery = deliveries.add(receiver.url().replace("127.0.0.1", "hooks.test"));
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("REFUSED");
        deliveries.resolve("hooks.test", "169.254.169.254");
        deliveries.clock.advance(Duration.ofSeconds(6));
        assertThat(deliveries.awaitAttempt(delivery, 2)).isEqualTo("ADDRESS_REFUSED");
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void anUnknownNameIsReported() {
        UUID delivery = deliveries.add("http://nowhere.test/hook");
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("HOST_NOT_FOUND");
    }

    @Test
    void ofAnEndlessAnswerOnlyTheFirstKilobyteIsKept() {
        HostileServer endless = HostileServer.start(deliveries.vertx());
        endless.on("/", endless.endless(Long.MAX_VALUE));
        UUID delivery = deliveries.add(endless.url("127.0.0.1", "/").toString());
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("DELIVERED");
        assertThat(deliveries.number("select octet_length(answer) from webhook_attempts"))
                .isEqualTo(1024);
        Await.until(DEADLINE, () -> endless.open() == 0);
    }

    @Test
    void anAnswerThatPostgresCannotStoreIsCleaned() {
        HostileServer binary = HostileServer.raw(
                deliveries.vertx(), socket -> socket.write("HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\na\u0000b"));
        UUID delivery = deliveries.add("http://127.0.0.1:" + binary.port() + "/");
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("REFUSED");
        assertThat(deliveries.text("select answer from webhook_attempts")).isEqualTo("ab");
    }

    @Test
    void anAnswerThatIsNoHttpIsReported() {
        HostileServer garbage = HostileServer.raw(
                deliveries.vertx(), socket -> socket.write("\u0001\u0002 garbage " + "x".repeat(100_000) + "\r\n\r\n"));
        UUID delivery = deliveries.add("http://127.0.0.1:" + garbage.port() + "/");
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("MALFORMED");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefusedAndATrustedOneIsNot() {
        SelfSignedCertificate certificate = SelfSignedCertificate.create("hooks.test");
        HostileServer secure = HostileServer.tls(deliveries.vertx(), certificate.keyCertOptions())
                .html("/", "thanks");
        deliveries.resolve("hooks.test", "127.0.0.1");
        UUID delivery = deliveries.add(secure.url("hooks.test", "/").toString());
        Deliverer distrusting = deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("TLS_FAILED");
        distrusting.stop();
        deliveries.trusting(certificate.trustOptions());
        deliveries.startNode();
        deliveries.clock.advance(Duration.ofSeconds(6));
        assertThat(deliveries.awaitAttempt(delivery, 2)).isEqualTo("DELIVERED");
    }

    @Test
    void theRetryAfterOfTheReceiverIsHonoured() {
        receiver.answering(status(503, "", "Retry-After", "120"));
        UUID delivery = deliveries.add(receiver.url());
        deliveries.startNode();
        deliveries.awaitAttempt(delivery, 1);
        assertThat(deliveries.waitSeconds(delivery)).isBetween(119L, 121L);
    }

    @Test
    void twoNodesSendEachDeliveryOnce() {
        deliveries.addMany(deliveries.user, receiver.url(), 300);
        deliveries.startNode();
        deliveries.startNode();
        Await.until(
                DEADLINE,
                () -> deliveries.number("select count(*) from webhook_deliveries where state = 'delivered'") == 300);
        assertThat(receiver.received()).extracting(Received::id).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void aNodeWhoseSlotsAreAllTakenGoesOnWhenOneIsFree() {
        deliveries.addMany(deliveries.user, receiver.url(), 40);
        deliveries.startNodeThatIsNotPolled(4);
        Await.until(
                DEADLINE,
                () -> deliveries.number("select count(*) from webhook_deliveries where state = 'delivered'") == 40);
    }

    @Test
    void theDeliveryOfALostNodeIsSentAgainAndItsAttemptIsReported() {
        UUID delivery = deliveries.add(receiver.url());
        deliveries.execute(
                "update webhook_deliveries set state = 'sending', tries = 1, lease_owner = gen_random_uuid(),"
                        + " lease_until = now() - interval '1 second'");
        assertThat(deliveries.store().recover(100).await()).isOne();
        deliveries.startNode();
        assertThat(deliveries.awaitAttempt(delivery, 2)).isEqualTo("DELIVERED");
        assertThat(deliveries.awaitAttempt(delivery, 1)).isEqualTo("INTERRUPTED");
    }

    @Test
    void aLeaseThatHasNotEndedIsLeftAlone() {
        deliveries.add(receiver.url());
        deliveries.execute(
                "update webhook_deliveries set state = 'sending', tries = 1, lease_owner = gen_random_uuid(),"
                        + " lease_until = now() + interval '1 minute'");
        assertThat(deliveries.store().recover(100).await()).isZero();
    }

    @Test
    void whatWaitsOverTheCapOfAUserIsDroppedTheNewestFirst() {
        UUID oldest = deliveries.add(receiver.url());
        deliveries.addMany(deliveries.user, receiver.url(), 20);
        assertThat(deliveries.store().dropExcess(15, 100).await()).isEqualTo(6);
        assertThat(deliveries.state(oldest)).isEqualTo("pending");
    }

    @Test
    void webhooksOfRefusedJobsAreDeletedPageByPage() {
        deliveries.execute("insert into job_webhooks (job_id, user_id, url, host, events)"
                + " select ('00000000-0000-7000-8000-00000000000' || n)::uuid, '" + deliveries.user
                + "', 'https://a.test/', 'a.test', '{job.failed}' from generate_series(1, 3) n");
        UUID first = new UUID(0, 0);
        UUID last = new UUID(-1, -1);
        UUID second = deliveries.store().deleteUnused(first, last, 2).await().orElseThrow();
        assertThat(second).hasToString("00000000-0000-7000-8000-000000000002");
        assertThat(deliveries.number("select count(*) from job_webhooks")).isOne();
        deliveries.store().deleteUnused(second, last, 2).await();
        assertThat(deliveries.number("select count(*) from job_webhooks")).isZero();
        assertThat(deliveries.store().deleteUnused(second, last, 2).await()).isEmpty();
    }

    @Test
    void onlyTheLastAttemptsOfADeliveryAreKept() {
        receiver.answering(status(500, ""));
        UUID delivery = deliveries.add(receiver.url());
        deliveries.execute("update webhook_deliveries set tries = 30, tries_before = 30");
        deliveries.execute("insert into webhook_attempts (delivery_id, number, outcome) select '" + delivery
                + "', n, 'REFUSED' from generate_series(1, 30) n");
        deliveries.startNode();
        deliveries.awaitAttempt(delivery, 31);
        assertThat(deliveries.text("select min(number) || '-' || max(number) from webhook_attempts"))
                .isEqualTo("12-31");
    }

    private static int closedPort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
