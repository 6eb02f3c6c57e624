package dev.pressroom.webhook;

import dev.pressroom.page.url.PageUrl;
import java.util.List;

/**
 * Where to send which events.
 *
 * @param url of the receiver, in canonical form
 * @param events at least one, each once
 */
public record Webhook(PageUrl url, List<WebhookEvent> events) {
    public Webhook {
        events = List.copyOf(events);
    }

    String[] eventNames() {
        return events.stream().map(WebhookEvent::wireName).toArray(String[]::new);
    }
}
