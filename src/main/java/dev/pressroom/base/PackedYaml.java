package dev.pressroom.base;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the YAML files of this program. The build adds them to the jar as JSON, too, which takes a fraction of the time to
 * read; where there is no JSON, as with the classes of a development environment, the YAML itself is read.
 */
public final class PackedYaml {
    private static final String YAML = ".yaml";
    private static final JsonMapper JSON = new JsonMapper();

    /** Loaded only when YAML is read. */
    private static final class Yaml {
        static final ObjectMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private PackedYaml() {}

    /** A mapper for YAML that accepts one document, without duplicate keys. */
    public static ObjectMapper strict() {
        return Yaml.MAPPER;
    }

    /**
     * Reads a file of the class path.
     *
     * @param resource its name, which ends with {@code .yaml}
     * @param type what it is read as, such as {@link JsonNode} or a map
     */
    public static <T> T read(String resource, Class<T> type) {
        ClassLoader classes = PackedYaml.class.getClassLoader();
        try (InputStream json = classes.getResourceAsStream(json(resource))) {
            if (json != null) {
                return JSON.readValue(json, type);
            }
            try (InputStream yaml = classes.getResourceAsStream(resource)) {
                return strict().readValue(yaml, type);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    /**
     * Run by the build: writes YAML files as JSON.
     *
     * @param args the folder of the YAML files, the folder for the JSON files, and the names of the files in the first one
     */
    public static void main(String... args) throws IOException {
        for (int i = 2; i < args.length; i++) {
            write(Path.of(args[0], args[i]), Path.of(args[1], json(args[i])));
        }
    }

    private static void write(Path yaml, Path json) throws IOException {
        Files.createDirectories(json.getParent());
        JSON.writeValue(json.toFile(), strict().readValue(yaml.toFile(), JsonNode.class));
    }

    private static String json(String yaml) {
        return yaml.substring(0, yaml.length() - YAML.length()) + ".json";
    }
}
