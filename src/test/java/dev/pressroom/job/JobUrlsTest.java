package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobUrlsTest {
    private static final UUID JOB = UUID.fromString("0193e0c4-5d2a-7c31-9f3e-6f0f5b0f8a11");

    @Test
    void withoutAPublicUrlTheyAreThePathsOfTheApi() {
        assertThat(JobUrls.paths(Optional.empty()).of(JOB).getMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "status", "/api/v1/jobs/" + JOB + "/status",
                        "stream", "/api/v1/jobs/" + JOB + "/stream",
                        "cancel", "/api/v1/jobs/" + JOB + "/cancel",
                        "retry", "/api/v1/jobs/" + JOB + "/retry"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://pressroom.example.com, ''",
        "https://example.com/press, /press",
        "https://example.com:8443/a%20b/press, /a%20b/press"
    })
    void pathsBeginWithThePathOfThePublicUrl(String publicUrl, String prefix) {
        assertThat(JobUrls.paths(Optional.of(publicUrl)).of(JOB).getString("status"))
                .isEqualTo(prefix + "/api/v1/jobs/" + JOB + "/status");
    }

    @Test
    void absoluteUrlsBeginWithThePublicUrl() {
        assertThat(JobUrls.absolute("https://example.com/press").of(JOB).getString("stream"))
                .isEqualTo("https://example.com/press/api/v1/jobs/" + JOB + "/stream");
    }
}
