package dev.pressroom.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.Secret;
import io.vertx.core.buffer.Buffer;
import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderErrorsTest {
    private final ProviderErrors refusals = new ProviderErrors(
            Clock.fixed(Instant.parse("2026-02-02T12:00:00Z"), ZoneOffset.UTC),
            new Endpoint(URI.create("http://localhost/v1"), Optional.of(new Secret("sk-secret-of-ours")), "some-model"),
            ProviderVariables.ANTHROPIC);

    @ParameterizedTest
    @CsvSource({
        "400, MODEL_REFUSED",
        "401, MODEL_REFUSED",
        "403, MODEL_REFUSED",
        "404, MODEL_REFUSED",
        "302, MODEL_REFUSED",
        "408, MODEL_TIMEOUT",
        "429, MODEL_RATE_LIMITED",
        "500, MODEL_UNAVAILABLE",
        "503, MODEL_UNAVAILABLE",
        "504, MODEL_TIMEOUT"
    })
    void aStatusHasItsCode(int status, ErrorCode code) {
        assertThat(refusal(status, "", "secret words").code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"content_filter", "Content_Filter", "CONTENT_POLICY_VIOLATION"})
    void aDeclinedRequestIsRecognizedInAnyCase(String code) {
        assertThat(refusal(400, "", "{\"error\":{\"code\":\"" + code + "\",\"message\":\"No.\"}}"))
                .hasMessageContaining("content policy");
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "0.5, 0.5",
        "'Mon, 2 Feb 2026 12:01:00 GMT', 60",
        "'Mon, 2 Feb 2026 11:00:00 GMT', 0",
        "999999999, 3600"
    })
    void theWaitIsSecondsOrADateAndBounded(String header, double seconds) {
        assertThat(refusal(429, header, "").retryAfter()).contains(Duration.ofMillis((long) (seconds * 1000)));
    }

    @ParameterizedTest
    @CsvSource({"soon", "-1", "''"})
    void aWaitThatIsNeitherIsIgnored(String header) {
        assertThat(refusal(429, header, "").retryAfter()).isEmpty();
    }

    @Test
    void aUsedUpAccountIsNoMatterOfWaiting() {
        assertThat(refusal(429, "1", "{\"error\":{\"code\":\"insufficient_quota\"}}")
                        .code())
                .isEqualTo(ErrorCode.MODEL_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "401, ANTHROPIC_API_KEY",
        "402, ANTHROPIC_API_KEY",
        "403, ANTHROPIC_MODEL",
        "404, ANTHROPIC_BASE_URL",
        "400, ANTHROPIC_MODEL"
    })
    void theMessageNamesTheVariableOfTheProvider(int status, String variable) {
        assertThat(refusal(status, "", "").getMessage()).contains(variable).doesNotContain("OPENAI");
    }

    @Test
    void anUnreachableProviderNamesItsBaseUrl() {
        assertThat(refusals.unreachable(new ConnectException()).getMessage())
                .contains("ANTHROPIC_BASE_URL")
                .doesNotContain("OPENAI");
    }

    private Failure refusal(int status, String retryAfter, String body) {
        return refusals.of(status, Optional.of(retryAfter).filter(value -> !value.isEmpty()), Buffer.buffer(body));
    }
}
