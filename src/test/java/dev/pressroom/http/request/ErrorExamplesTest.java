package dev.pressroom.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.pressroom.base.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The errors among the examples of the OpenAPI document are those that the service sends. */
class ErrorExamplesTest {
    private static final Path MAIN = Path.of("src/main/java");

    /** The parts of a message that differ from request to request: they are compared no further than to here. */
    private static final String VARIABLE = "\\d{3}|[0-9a-f]{8}-|/topic|: see line";

    private static final String LITERALS_JOINED = "\"\\s*\\+\\s*\"";

    static Stream<JsonNode> errors() throws IOException {
        JsonNode document = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("src/main/resources/openapi.yaml").toFile());
        return document.findParents("requestId").stream()
                .filter(node -> node.path("errorCode").isTextual()
                        && node.path("message").isTextual());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void theTitleIsThatOfTheErrorCode(JsonNode error) {
        assertThat(error.path("error").textValue())
                .isEqualTo(ErrorResponse.title(
                        ErrorCode.valueOf(error.path("errorCode").textValue())));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void theMessageIsInTheCode(JsonNode error) throws IOException {
        String message = error.path("message").textValue().strip().replaceFirst("^Unauthorized: ", "");
        assertThat(code().contains(message.split(VARIABLE)[0])).as(message).isTrue();
    }

    private static String code() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ErrorExamplesTest::text)
                    .collect(Collectors.joining())
                    .replaceAll(LITERALS_JOINED, "");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
