package dev.pressroom.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The packed jar contains its bill of materials and the licences of its libraries. */
class JarContentsIT {
    private static final Path JAR = Path.of("target", "pressroom.jar");

    @Test
    void eachLibraryOfTheBillOfMaterialsHasAVersionAHashAndALicence() throws IOException {
        JsonNode bill = new ObjectMapper().readTree(text("META-INF/sbom/pressroom.cdx.json"));

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("components")).isNotEmpty().allSatisfy(library -> {
            assertThat(library.path("version").asText()).isNotBlank();
            assertThat(library.path("purl").asText()).startsWith("pkg:maven/");
            assertThat(library.path("hashes")).isNotEmpty();
            assertThat(library.path("licenses"))
                    .as(library.path("name").asText())
                    .isNotEmpty();
        });
    }

    @Test
    void theBillOfMaterialsHasNoTimeSoThatTheJarCanBeReproduced() throws IOException {
        assertThat(new ObjectMapper()
                        .readTree(text("META-INF/sbom/pressroom.cdx.json"))
                        .path("metadata")
                        .has("timestamp"))
                .isFalse();
    }

    @Test
    void theListOfLicencesNamesTheLibraries() throws IOException {
        assertThat(text("META-INF/sbom/licenses.txt")).contains("io.vertx:vertx-core", "(MIT)", "(Apache-2.0)");
    }

    private static String text(String entry) throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile());
                InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
