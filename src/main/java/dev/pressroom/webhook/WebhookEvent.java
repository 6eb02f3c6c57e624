package dev.pressroom.webhook;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a webhook reports of a job. The database names the same events when it stores a delivery. */
public enum WebhookEvent {
    STARTED("job.started"),
    COMPLETED("job.completed"),
    FAILED("job.failed"),
    CANCELLED("job.cancelled");

    /** The events of a webhook that names none. */
    public static final List<WebhookEvent> DEFAULT = List.of(COMPLETED, FAILED, CANCELLED);

    private final String wireName;

    WebhookEvent(String wireName) {
        this.wireName = wireName;
    }

    /** The member {@code type} of the body. */
    public String wireName() {
        return wireName;
    }

    public static Optional<WebhookEvent> of(String wireName) {
        return Stream.of(values())
                .filter(event -> event.wireName.equals(wireName))
                .findFirst();
    }
}
