package dev.pressroom.webhook;

/** How an attempt to send a delivery ended. */
public enum Outcome {
    DELIVERED("The receiver accepted the delivery."),
    GONE("The receiver answered 410: it wants no more deliveries."),
    REDIRECTED("The receiver answered with a redirect. Redirects are not followed: give the final URL."),
    REFUSED("The receiver answered with another status than 2xx."),
    TIMEOUT("The receiver did not answer in time."),
    HOST_NOT_FOUND("The host name of the receiver was not found."),
    ADDRESS_REFUSED(
            "The host of the receiver has a private address, to which nothing is sent. The operators of the service can allow"
                    + " it: PRESSROOM_WEBHOOKS_ALLOW_PRIVATE=on."),
    UNREACHABLE("The connection to the receiver failed or was closed before it answered."),
    TLS_FAILED("No secure connection was made. Check the certificate of the receiver and its chain."),
    MALFORMED("The receiver's answer is not valid HTTP, or its headers are too large."),
    NO_SECRET("There was no secret to sign the delivery with, so it was not sent."),
    INTERRUPTED("The node that sent the delivery stopped before the answer was stored.");

    private final String message;

    Outcome(String message) {
        this.message = message;
    }

    /** A sentence for the owner of the webhook. It has no address and no text of the receiver. */
    public String message() {
        return message;
    }

    /** Whether the receiver did not answer at all, so that it may be down. */
    boolean isSilence() {
        return this == TIMEOUT || this == UNREACHABLE || this == HOST_NOT_FOUND || this == TLS_FAILED;
    }

    /** The outcome with this name; {@link #REFUSED} for one that a newer version stored. */
    static Outcome named(String name) {
        for (Outcome outcome : values()) {
            if (outcome.name().equals(name)) {
                return outcome;
            }
        }
        return REFUSED;
    }
}
