package dev.pressroom.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.NodeProcess;
import dev.pressroom.support.Servers;
import dev.pressroom.support.WebhookReceiver;
import dev.pressroom.support.WebhookReceiver.Received;
import dev.pressroom.support.Webhooks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Nodes that are killed while they send. */
class DeliveryCrashIT {
    private static final Map<String, String> ENV =
            Map.of("PRESSROOM_WEBHOOKS_ALLOW_PRIVATE", "on", "PRESSROOM_WEBHOOKS_TIMEOUT", "3s");

    @Test
    void aDeliveryWhoseNodeIsKilledArrivesFromAnotherWithTheSameId() {
        try (Servers.Own servers = Servers.own();
                WebhookReceiver receiver = WebhookReceiver.start();
                NodeProcess first = NodeProcess.real(servers, ENV)) {
            UUID user = UUID.randomUUID();
            Webhooks webhooks = new Webhooks(first.api(user));
            String secret = webhooks.secret();
            webhooks.save(receiver.url());
            receiver.answering(
                    exchange -> LockSupport.parkNanos(Duration.ofSeconds(2).toNanos()));
            UUID job = first.api(user).created(Api.order("Killed in the middle"));
            receiver.awaitOne();
            first.kill();
            receiver.answering(WebhookReceiver.status(200, ""));
            try (NodeProcess second = NodeProcess.real(servers, ENV)) {
                new Webhooks(second.api(user)).awaitDelivery(job, "delivered");
                List<Received> received = receiver.received();
                assertThat(received).hasSizeGreaterThanOrEqualTo(2).allMatch(r -> r.isSignedWith(secret));
                assertThat(received)
                        .extracting(Received::id)
                        .containsOnly(received.get(0).id());
            }
        }
    }
}
