package dev.pressroom.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page that the {@code type} of a problem leads to. */
class ErrorPageTest {
    @ParameterizedTest
    @EnumSource
    void everyErrorCodeIsExplainedWithItsStatus(ErrorCode code) throws IOException {
        assertThat(Files.readString(Path.of("src/main/resources/web/docs/errors.html")))
                .contains("<tr id=\"" + code + "\"><td><code>" + code + "</code></td><td>" + ErrorResponse.status(code)
                        + "</td>");
    }
}
