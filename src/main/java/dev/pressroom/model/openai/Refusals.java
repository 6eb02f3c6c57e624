package dev.pressroom.model.openai;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/**
 * What a provider's status means for us. The provider's own words are never passed on: they may hold parts of the key
 * or of the prompt.
 */
final class Refusals {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final Set<String> DECLINED =
            Set.of("content_policy_violation", "moderation_blocked", "content_filter");

    private final Clock clock;
    private final String modelSetting;
    private final String ability;

    Refusals(Clock clock) {
        this(clock, "OPENAI_MODEL", "can answer by a JSON schema");
    }

    /**
     * @param modelSetting the variable that names the model
     * @param ability what the model must be able to do: "that OPENAI_MODEL can …"
     */
    Refusals(Clock clock, String modelSetting, String ability) {
        this.clock = clock;
        this.modelSetting = modelSetting;
        this.ability = ability;
    }

    /** @param retryAfter the header, if there was one: seconds or an HTTP date */
    Failure of(int status, Optional<String> retryAfter, Buffer body) {
        return switch (status) {
            case 401 -> refused("The model provider does not accept the key. Check OPENAI_API_KEY.");
            case 402 -> refused("The model provider wants to be paid first. Check the account behind OPENAI_API_KEY.");
            case 403 ->
                refused("The model provider does not allow this. Check what the key may do, and " + modelSetting + ".");
            case 404 ->
                refused("The model provider does not know the model or the address. Check " + modelSetting
                        + " and OPENAI_BASE_URL.");
            case 408, 504 ->
                new Failure(ErrorCode.MODEL_TIMEOUT, "The model provider took too long.", wait(retryAfter), null);
            case 429 -> limited(retryAfter, body);
            default -> status >= 500 ? unavailable(status, retryAfter) : rejected(status, body);
        };
    }

    private Failure limited(Optional<String> retryAfter, Buffer body) {
        if (code(body).equals("insufficient_quota")) {
            return refused("The account with the model provider is used up. Check its plan and billing.");
        }
        return new Failure(
                ErrorCode.MODEL_RATE_LIMITED,
                "The model provider asks us to slow down. Try again later.",
                wait(retryAfter),
                null);
    }

    private Failure unavailable(int status, Optional<String> retryAfter) {
        return new Failure(
                ErrorCode.MODEL_UNAVAILABLE,
                "The model provider has a problem (status " + status + "). Try again later.",
                wait(retryAfter),
                null);
    }

    private Failure rejected(int status, Buffer body) {
        if (DECLINED.contains(code(body))) {
            return refused("The model provider declines to answer this: it is against its rules.");
        }
        return refused("The model provider rejected the request (status " + status
                + "). Check that OPENAI_BASE_URL is right and that " + modelSetting + " " + ability + ".");
    }

    private static Failure refused(String message) {
        return new Failure(ErrorCode.MODEL_REFUSED, message);
    }

    private Optional<Duration> wait(Optional<String> retryAfter) {
        return retryAfter
                .flatMap(value -> value.strip().matches("\\d{1,9}(\\.\\d+)?") ? seconds(value) : until(value))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private static Optional<Duration> seconds(String value) {
        return Optional.of(Duration.ofMillis(Math.round(1000 * Double.parseDouble(value.strip()))));
    }

    private Optional<Duration> until(String date) {
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip()));
            return Optional.of(Duration.between(clock.instant(), then));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static String code(Buffer body) {
        try {
            Object error = new JsonObject(body).getValue("error");
            return error instanceof JsonObject object ? String.valueOf(object.getValue("code")) : "";
        } catch (DecodeException noJson) {
            return "";
        }
    }
}
