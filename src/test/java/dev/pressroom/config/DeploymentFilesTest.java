package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code conf} for Kubernetes and systemd fit the settings that there are. */
class DeploymentFilesTest {
    private static final Path KUBERNETES = Path.of("conf", "k8s");
    private static final Path SYSTEMD = Path.of("conf", "systemd");
    private static final Duration CLOSING = Duration.ofSeconds(30);

    @Test
    void everyManifestNamesWhatItIs() throws IOException {
        JsonNode kustomization = documents("kustomization.yaml").get(0);
        for (JsonNode file : kustomization.get("resources")) {
            assertThat(documents(file.asText())).isNotEmpty().allSatisfy(document -> {
                assertThat(document.path("apiVersion").asText()).isNotEmpty();
                assertThat(document.path("kind").asText()).isNotEmpty();
                assertThat(document.path("metadata").path("name").asText()).startsWith("pressroom");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "worker"})
    void theSettingsOfAPodAreTakenAndSayWhatItIsFor(String role) throws IOException {
        Settings settings = pod(role);

        assertThat(settings.isProduction()).isTrue();
        assertThat(settings.roles()).isEqualTo(Set.of(Settings.Role.valueOf(role.toUpperCase(Locale.ROOT))));
        assertThat(settings.cluster().host()).isEqualTo("10.1.2.3");
        assertThat(settings.http().proxies().networks()).as("trusted proxies").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "worker"})
    void aPodOpensThePortsOfItsSettings(String role) throws IOException {
        Settings settings = pod(role);
        List<Integer> ports = new ArrayList<>();
        container(role)
                .get("ports")
                .forEach(port -> ports.add(port.get("containerPort").asInt()));

        assertThat(ports)
                .containsExactly(
                        settings.http().port(),
                        settings.cluster().port(),
                        settings.cluster().busPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "worker"})
    void aPodHasTheTimeToStopThatItsSettingsAskFor(String role) throws IOException {
        long seconds = podSpec(role).get("terminationGracePeriodSeconds").asLong();

        assertThat(Duration.ofSeconds(seconds)).isGreaterThanOrEqualTo(timeToStop(pod(role)));
    }

    @Test
    void theSettingsOfTheUnitAreTakenAndFitTheTimeThatItHasToStop() throws IOException {
        Map<String, String> env = new HashMap<>();
        Files.readAllLines(SYSTEMD.resolve("pressroom.env.example")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .forEach(pair -> env.put(pair[0], pair[1]));
        Matcher stop = Pattern.compile("^TimeoutStopSec=(\\d+)$", Pattern.MULTILINE)
                .matcher(Files.readString(SYSTEMD.resolve("pressroom.service")));

        Settings settings = SettingsLoader.load(env, Optional.empty());

        assertThat(stop.find()).isTrue();
        assertThat(Duration.ofSeconds(Long.parseLong(stop.group(1)))).isGreaterThanOrEqualTo(timeToStop(settings));
    }

    private static Duration timeToStop(Settings settings) {
        Duration drain = settings.http().drain();
        Duration grace = settings.workers().grace();
        return (drain.compareTo(grace) > 0 ? drain : grace).plus(CLOSING);
    }

    /** As a pod of that role would read them. */
    private static Settings pod(String role) throws IOException {
        Map<String, String> env = new HashMap<>();
        documents("config.yaml")
                .get(0)
                .get("data")
                .fields()
                .forEachRemaining(e -> env.put(e.getKey(), e.getValue().asText()));
        documents("secret.example.yaml")
                .get(0)
                .get("stringData")
                .fields()
                .forEachRemaining(e -> env.put(e.getKey(), e.getValue().asText()));
        container(role)
                .get("env")
                .forEach(e -> env.put(e.get("name").asText(), e.path("value").asText("10.1.2.3")));
        return SettingsLoader.load(env, Optional.empty());
    }

    private static JsonNode podSpec(String role) throws IOException {
        return documents(role + ".yaml").get(0).at("/spec/template/spec");
    }

    private static JsonNode container(String role) throws IOException {
        return podSpec(role).at("/containers/0");
    }

    private static List<JsonNode> documents(String file) throws IOException {
        YAMLMapper mapper = new YAMLMapper();
        try (MappingIterator<JsonNode> found = mapper.readerFor(JsonNode.class)
                .readValues(KUBERNETES.resolve(file).toFile())) {
            return found.readAll();
        }
    }
}
