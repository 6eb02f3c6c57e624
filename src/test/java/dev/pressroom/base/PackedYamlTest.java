package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedYamlTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"openapi.yaml", "conf/default.yaml", "conf/production.yaml"})
    void theJsonOfTheBuildIsTheSameAsTheYaml(String file) throws IOException {
        PackedYaml.main("target/classes", folder.toString(), file);

        JsonNode json = new ObjectMapper()
                .readTree(folder.resolve(file.replace(".yaml", ".json")).toFile());
        JsonNode yaml =
                PackedYaml.strict().readTree(Path.of("target/classes", file).toFile());
        assertThat(json).isEqualTo(yaml).isEqualTo(PackedYaml.read(file, JsonNode.class));
        assertThat(texts(json)).isEqualTo(texts(yaml));
    }

    /** The settings are read as texts. */
    private static List<String> texts(JsonNode node) {
        return node.isValueNode()
                ? List.of(node.asText())
                : node.valueStream().flatMap(child -> texts(child).stream()).toList();
    }

    @Test
    void theBuildFailsWithAKeyThatIsThereTwice() throws IOException {
        Files.writeString(folder.resolve("twice.yaml"), "a: 1\na: 2\n");

        assertThatThrownBy(() -> PackedYaml.main(folder.toString(), folder.toString(), "twice.yaml"))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("Duplicate");
    }
}
