package dev.pressroom.http.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.base.Failure;
import dev.pressroom.http.request.ErrorResponse;
import dev.pressroom.page.fetch.AddressGuard;
import dev.pressroom.page.url.PageUrl;
import dev.pressroom.webhook.Webhook;
import dev.pressroom.webhook.WebhookEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a webhook from a request that has been validated against the OpenAPI document. */
public final class RequestedWebhook {
    private static final String NOT_SECURE = "The address of a webhook must begin with https://.";
    private static final String PRIVATE =
            "The host has a private address, to which nothing is sent. The operators of the"
                    + " service can allow it: PRESSROOM_WEBHOOKS_ALLOW_PRIVATE=on.";

    private final boolean allowHttp;
    private final boolean allowPrivate;
    private final AddressGuard guard;

    /**
     * @param allowHttp whether the URL may be http: production sends to https only, unless private addresses are allowed
     * @param allowPrivate whether the host may have a loopback or private address
     */
    public RequestedWebhook(boolean allowHttp, boolean allowPrivate) {
        this.allowHttp = allowHttp;
        this.allowPrivate = allowPrivate;
        this.guard = new AddressGuard(allowPrivate);
    }

    /**
     * Why the URL of a webhook is invalid, as a sentence; empty for a valid one. Of names, only {@code localhost} is known to
     * be private: the addresses of others are checked for each attempt to deliver.
     */
    public Optional<String> violation(JsonNode webhook) {
        try {
            PageUrl url = PageUrl.parse(webhook.path("url").textValue());
            if (!url.isSecure() && !allowHttp) {
                return Optional.of(NOT_SECURE);
            }
            return isRefused(url) ? Optional.of(PRIVATE) : Optional.empty();
        } catch (Failure invalid) {
            return Optional.of(invalid.getMessage());
        }
    }

    private boolean isRefused(PageUrl url) {
        boolean isLocalhost = url.host().equals("localhost") || url.host().endsWith(".localhost");
        return isLocalhost ? !allowPrivate : url.address().map(guard::allows).equals(Optional.of(false));
    }

    /**
     * The webhook with the given or the default events.
     *
     * @param path of the webhook in the request, a JSON pointer
     * @throws Failure {@code VALIDATION_FAILED} when the URL is invalid
     */
    public Webhook read(JsonNode webhook, String path) {
        violation(webhook).ifPresent(sentence -> {
            throw ErrorResponse.DetailedFailure.invalidWithSentence(path + "/url", sentence);
        });
        return new Webhook(PageUrl.parse(webhook.path("url").textValue()), events(webhook));
    }

    private static List<WebhookEvent> events(JsonNode webhook) {
        if (!webhook.path("events").isArray()) {
            return WebhookEvent.DEFAULT;
        }
        Set<WebhookEvent> events = new LinkedHashSet<>();
        webhook.path("events").forEach(name -> WebhookEvent.of(name.textValue()).ifPresent(events::add));
        return List.copyOf(events);
    }
}
