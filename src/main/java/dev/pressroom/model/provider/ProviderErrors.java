package dev.pressroom.model.provider;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Turns an error of a provider, by status or in the middle of a stream, into a failure. The failure for a rejected
 * request (400, 404, 422) quotes the message of the provider, cut and without secrets; others do not, since their
 * messages may describe the account or the key.
 */
final class ProviderErrors {
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    private static final Set<String> DECLINED =
            Set.of("content_policy_violation", "moderation_blocked", "content_filter");

    private static final List<String> TOO_LONG = List.of(
            "context length",
            "context_length",
            "context window",
            "context size",
            "maximum context",
            "too many tokens",
            "prompt is too long",
            "input is too long",
            "input length",
            "reduce the length",
            "maximum prompt length");

    private final Clock clock;
    private final Endpoint endpoint;
    private final ProviderVariables variables;

    /** @param variables named in the messages */
    ProviderErrors(Clock clock, Endpoint endpoint, ProviderVariables variables) {
        this.clock = clock;
        this.endpoint = endpoint;
        this.variables = variables;
    }

    /** The failure for a request that could not be sent. */
    Failure unreachable(Throwable cause) {
        return ConnectFailures.failure(cause, variables.baseUrl());
    }

    /** @param retryAfter the Retry-After header: seconds or an HTTP date; empty without one */
    Failure of(int status, Optional<String> retryAfter, Buffer body) {
        return switch (status) {
            case 401 -> refused("The model provider rejected the API key. Check " + variables.key() + ".");
            case 402 -> refused("The model provider requires a payment. Check the account of " + variables.key() + ".");
            case 403 ->
                refused("The model provider denied access. Check the permissions of the API key, and "
                        + variables.model() + ".");
            case 404 ->
                refused("The model provider does not have this model or path. Check " + variables.model() + " and "
                        + variables.baseUrl() + "." + quoted(body.toString()));
            case 408, 504 ->
                new Failure(ErrorCode.MODEL_TIMEOUT, "The model provider took too long.", wait(retryAfter), null);
            case 429 -> limited(retryAfter, body);
            default -> status >= 500 ? unavailable(status, retryAfter) : rejected(status, body);
        };
    }

    /**
     * An error in the middle of an answer whose status was 200.
     *
     * @param body the JSON of the event, or its text
     */
    Failure inStream(String body) {
        String code = code(body);
        if (code.contains("rate_limit") || code.equals("429") || code.contains("resource_exhausted")) {
            return new Failure(
                    ErrorCode.MODEL_RATE_LIMITED,
                    "The model provider limits the number of requests. Try again" + " later.");
        }
        if (isTooLong(body)) {
            return tooLong();
        }
        if (DECLINED.contains(code)) {
            return declined();
        }
        return new Failure(
                ErrorCode.MODEL_UNAVAILABLE,
                "The model provider reported an error in the middle of its answer. Try again." + quoted(body));
    }

    private Failure limited(Optional<String> retryAfter, Buffer body) {
        if (ProviderMessage.code(body.toString()).equals("insufficient_quota")) {
            return refused("The quota of the account with the model provider is used up. Check its plan and billing.");
        }
        return new Failure(
                ErrorCode.MODEL_RATE_LIMITED,
                "The model provider limits the number of requests. Try again later.",
                wait(retryAfter),
                null);
    }

    private Failure unavailable(int status, Optional<String> retryAfter) {
        return new Failure(
                ErrorCode.MODEL_UNAVAILABLE,
                "The model provider responded with a server error (status " + status + "). Try again later.",
                wait(retryAfter),
                null);
    }

    private static String code(String body) {
        return ProviderMessage.code(body).toLowerCase(Locale.ROOT);
    }

    private Failure rejected(int status, Buffer body) {
        String words = body.toString();
        if (DECLINED.contains(code(words))) {
            return declined();
        }
        if (isTooLong(words)) {
            return tooLong();
        }
        return refused("The model provider rejected the request (status " + status
                + "). Check that " + variables.baseUrl() + " is correct and that " + variables.model() + " "
                + variables.ability() + "."
                + quoted(words));
    }

    private static boolean isTooLong(String body) {
        String words = body.toLowerCase(Locale.ROOT);
        return TOO_LONG.stream().anyMatch(words::contains);
    }

    private Failure tooLong() {
        return refused("The request is too long for the context of the model " + endpoint.model()
                + ". Send less text, or use a model with a longer context (" + variables.model() + ").");
    }

    private static Failure declined() {
        return refused("The model provider refused the request because of its content policy.");
    }

    private String quoted(String body) {
        String words = ProviderMessage.of(body, endpoint.key());
        return words.isEmpty() ? "" : " Its message: \"" + words + "\"";
    }

    private static Failure refused(String message) {
        return new Failure(ErrorCode.MODEL_REFUSED, message);
    }

    private Optional<Duration> wait(Optional<String> retryAfter) {
        return retryAfter
                .map(String::strip)
                .flatMap(value -> seconds(value).or(() -> until(value)))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .map(wait -> wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait);
    }

    /** Only digits with an optional fraction: Java also parses hexadecimal numbers, signs and NaN. */
    private static Optional<Duration> seconds(String value) {
        boolean plain = !value.isEmpty()
                && value.length() <= 16
                && Character.isDigit(value.charAt(0))
                && value.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.')
                && value.indexOf('.') == value.lastIndexOf('.');
        return plain ? Optional.of(Duration.ofMillis(Math.round(1000 * Double.parseDouble(value)))) : Optional.empty();
    }

    private Optional<Duration> until(String date) {
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            return Optional.of(Duration.between(clock.instant(), then));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
