package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in {@code conf} for Kubernetes and systemd fit the settings that there are. */
class DeploymentFilesTest {
    private static final Path SYSTEMD = Path.of("conf", "systemd");
    private static final List<Path> DOCUMENTS =
            List.of(Path.of("README.md"), Path.of("src/docs/configuration.md"), Path.of("src/docs/operations.md"));
    private static final Duration CLOSING = Duration.ofSeconds(30);

    @Test
    void everyManifestNamesWhatItIs() throws IOException {
        for (String file : Manifests.files()) {
            assertThat(documents(file)).isNotEmpty().allSatisfy(document -> {
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

        Settings settings = SettingsLoader.load(withOwnSecrets(env), Optional.empty());

        assertThat(stop.find()).isTrue();
        assertThat(Duration.ofSeconds(Long.parseLong(stop.group(1)))).isGreaterThanOrEqualTo(timeToStop(settings));
    }

    @ParameterizedTest
    @MethodSource("placeholders")
    void productionRefusesEveryPlaceholderOfTheseFiles(Placeholder placeholder) {
        Map<String, String> env = withOwnSecrets(Map.of(
                "PRESSROOM_ENV", "production",
                "PRESSROOM_PUBLIC_URL", "https://pressroom.example.com",
                "PRESSROOM_CLUSTER", "off",
                "DATABASE_URL", "postgresql://pressroom:change-me@db:5432/pressroom"));
        env.put(placeholder.variable(), placeholder.value());

        assertThatThrownBy(() -> SettingsLoader.load(env, Optional.empty()))
                .isInstanceOfSatisfying(
                        InvalidSettings.class,
                        fault -> assertThat(fault.faults())
                                .singleElement()
                                .asString()
                                .startsWith(placeholder.variable())
                                .contains("openssl rand"));
    }

    /** A secret as it stands in a file: a URL with a password, or a value to sign with. */
    record Placeholder(String variable, String value) {}

    static Stream<Placeholder> placeholders() throws IOException {
        List<Placeholder> found = new ArrayList<>();
        try (Stream<Path> files = Stream.concat(Files.walk(Path.of("conf")), DOCUMENTS.stream())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                add(found, "DATABASE_URL", text, "(postgresql://[^\\s:@`]+:)([^\\s@`]+)(?=@)", "@db:5432/pressroom");
                add(found, "REDIS_URL", text, "(rediss?://:)([^\\s@\\[`]+)(?=@)", "@redis:6379/0");
                add(found, "JWT_SECRET", text, "()(?<=JWT_SECRET[=:] ?)([^\\s`]{32,})", "");
            }
        }
        assertThat(found).extracting(Placeholder::variable).contains("DATABASE_URL", "REDIS_URL", "JWT_SECRET");
        return found.stream().distinct();
    }

    private static void add(List<Placeholder> found, String variable, String text, String form, String end) {
        Pattern.compile(form)
                .matcher(text)
                .results()
                .forEach(one -> found.add(new Placeholder(variable, one.group(1) + one.group(2) + end)));
    }

    @Test
    void onlyPodsOfTheServiceReachThePortsOfTheCluster() throws IOException {
        JsonNode policy = documents("network.yaml").get(0).get("spec");
        JsonNode service = policy.at("/podSelector/matchLabels");

        for (JsonNode rule : policy.get("ingress")) {
            boolean ofTheCluster = rule.get("ports").findValuesAsText("port").stream()
                    .anyMatch(port -> port.equals("cluster") || port.equals("bus"));
            if (ofTheCluster) {
                assertThat(rule.get("from")).singleElement().satisfies(from -> {
                    assertThat(from.size()).isEqualTo(1);
                    assertThat(from.at("/podSelector/matchLabels")).isEqualTo(service);
                });
            } else {
                assertThat(rule.get("ports").findValuesAsText("port")).containsExactly("http");
            }
        }
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
        return SettingsLoader.load(withOwnSecrets(env), Optional.empty());
    }

    /** The example's values, with secrets in place of its placeholders. */
    private static Map<String, String> withOwnSecrets(Map<String, String> example) {
        Map<String, String> own = new HashMap<>(example);
        own.put("JWT_SECRET", "9f3a6c0d5e1b7284af60c93d18e7b52f");
        own.computeIfPresent("DATABASE_URL", (name, url) -> url.replace("change-me", "Vq7xT2mKc9"));
        own.computeIfPresent("REDIS_URL", (name, url) -> url.replace("change-me", "Vq7xT2mKc9"));
        return own;
    }

    private static JsonNode podSpec(String role) throws IOException {
        return documents(role + ".yaml").get(0).at("/spec/template/spec");
    }

    private static JsonNode container(String role) throws IOException {
        return podSpec(role).at("/containers/0");
    }

    private static List<JsonNode> documents(String file) {
        return Manifests.of(file);
    }
}
