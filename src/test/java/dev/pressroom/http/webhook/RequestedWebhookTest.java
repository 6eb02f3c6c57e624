package dev.pressroom.http.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pressroom.webhook.WebhookEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedWebhookTest {
    private final RequestedWebhook production = new RequestedWebhook(false, false);
    private final RequestedWebhook development = new RequestedWebhook(true, true);

    @Test
    void productionSendsToHttpsOnly() {
        assertThat(production.violation(webhook("http://example.com/"))).isPresent();
        assertThat(production.violation(webhook("https://example.com/"))).isEmpty();
    }

    @Test
    void developmentAlsoSendsToHttp() {
        assertThat(development.violation(webhook("http://localhost:3000/hook"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/",
                "https://LOCALHOST./hook",
                "https://hooks.localhost:8443/",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://10.0.0.7/",
                "https://192.168.1.20/",
                "https://169.254.169.254/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://0.0.0.0/"
            })
    void aPrivateAddressIsRefusedWithTheSettingThatAllowsIt(String url) {
        assertThat(production.violation(webhook(url)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("PRESSROOM_WEBHOOKS_ALLOW_PRIVATE"));
    }

    @Test
    void aPublicAddressAndAnyOtherNameAreAccepted() {
        assertThat(production.violation(webhook("https://93.184.215.14/"))).isEmpty();
        assertThat(production.violation(webhook("https://hooks.internal.example/")))
                .isEmpty();
    }

    @Test
    void aMetadataAddressIsRefusedEverywhere() {
        assertThat(development.violation(webhook("http://169.254.169.254/"))).isPresent();
    }

    @Test
    void withoutEventsAWebhookReportsEveryEnd() {
        assertThat(production.read(webhook("https://example.com/"), "").events())
                .containsExactly(WebhookEvent.COMPLETED, WebhookEvent.FAILED, WebhookEvent.CANCELLED);
    }

    @Test
    void anEventNamedTwiceCountsOnce() {
        ObjectNode webhook = webhook("https://example.com/");
        webhook.putArray("events").add("job.failed").add("job.failed");
        assertThat(production.read(webhook, "").events()).containsExactly(WebhookEvent.FAILED);
    }

    private static ObjectNode webhook(String url) {
        return JsonNodeFactory.instance.objectNode().put("url", url);
    }
}
