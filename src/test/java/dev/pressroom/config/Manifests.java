package dev.pressroom.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The manifests of {@code conf/k8s}. */
final class Manifests {
    static final Path FOLDER = Path.of("conf", "k8s");
    static final String KUSTOMIZATION = "kustomization.yaml";

    private Manifests() {}

    /** The documents of a file. */
    static List<JsonNode> of(String file) {
        try (MappingIterator<JsonNode> found = new YAMLMapper()
                .readerFor(JsonNode.class)
                .readValues(FOLDER.resolve(file).toFile())) {
            return found.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All files with manifests, those included that kustomization.yaml does not name. */
    static List<String> files() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.equals(KUSTOMIZATION))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files that {@code kubectl apply -k} applies. */
    static List<String> applied() {
        List<String> files = new ArrayList<>();
        of(KUSTOMIZATION).get(0).get("resources").forEach(file -> files.add(file.asText()));
        return files;
    }

    /** All manifests of a kind, in all files. */
    static List<JsonNode> all(String kind) {
        return files().stream()
                .flatMap(file -> of(file).stream())
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .toList();
    }

    static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }
}
