package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the manifests in {@code conf/k8s} name is there, and they fit each other. */
class KubernetesFilesTest {
    private static final Set<String> NOT_APPLIED =
            Set.of("secret.example.yaml", "worker-scaling-by-queue.yaml", "ingress.yaml", "gateway.yaml");

    private static List<JsonNode> deployments() {
        return Manifests.all("Deployment");
    }

    private static JsonNode pod(JsonNode deployment) {
        return deployment.at("/spec/template");
    }

    private static JsonNode container(JsonNode deployment) {
        return pod(deployment).at("/spec/containers/0");
    }

    @Test
    void eachFileIsAppliedOrOfferedAsAChoice() {
        List<String> all = new ArrayList<>(Manifests.applied());
        all.addAll(NOT_APPLIED);
        assertThat(Manifests.files()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void nothingIsAppliedTwice() {
        List<String> names = Manifests.applied().stream()
                .flatMap(file -> Manifests.of(file).stream())
                .map(manifest -> manifest.path("kind").asText() + " " + Manifests.name(manifest))
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void podsHaveTheLabelsByWhichTheyAreSelected() {
        for (JsonNode deployment : deployments()) {
            JsonNode labels = pod(deployment).at("/metadata/labels");
            assertThat(deployment.at("/spec/selector/matchLabels")).isEqualTo(labels);
            assertThat(pod(deployment).at("/spec/topologySpreadConstraints/0/labelSelector/matchLabels"))
                    .isEqualTo(labels);
        }
        for (JsonNode budget : Manifests.all("PodDisruptionBudget")) {
            assertSelectsPods(budget.at("/spec/selector/matchLabels"));
        }
        for (JsonNode service : Manifests.all("Service")) {
            assertSelectsPods(service.at("/spec/selector"));
        }
        assertThat(Manifests.all("PodDisruptionBudget"))
                .hasSameSizeAs(deployments())
                .allSatisfy(budget ->
                        assertThat(budget.at("/spec/minAvailable").asInt()).isEqualTo(1));
    }

    private static void assertSelectsPods(JsonNode selector) {
        assertThat(deployments())
                .anySatisfy(deployment ->
                        assertThat(pod(deployment).at("/metadata/labels")).isEqualTo(selector));
    }

    @Test
    void theConfigMapAndTheSecretOfThePodsExist() {
        for (JsonNode deployment : deployments()) {
            container(deployment).get("envFrom").forEach(source -> {
                String kind = source.has("configMapRef") ? "ConfigMap" : "Secret";
                String name = source.findValuesAsText("name").get(0);
                assertThat(Manifests.all(kind)).extracting(Manifests::name).contains(name);
            });
        }
    }

    @Test
    void probesAndScrapesGoToPortsAndRoutesThatExist() throws IOException {
        String routes = Files.readString(Path.of("src/main/resources/openapi.yaml"));
        for (JsonNode deployment : deployments()) {
            Set<String> ports = new HashSet<>();
            container(deployment)
                    .get("ports")
                    .forEach(port -> ports.add(port.get("name").asText()));
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                JsonNode get = container(deployment).at("/" + probe + "/httpGet");
                assertThat(ports).as(probe).contains(get.get("port").asText());
                assertThat(routes).as(probe).contains("\n  " + get.get("path").asText() + ":\n");
            }
            JsonNode annotations = pod(deployment).at("/metadata/annotations");
            assertThat(annotations.get("prometheus.io/scrape").asText()).isEqualTo("true");
            assertThat(annotations.get("prometheus.io/port").asText())
                    .isEqualTo(
                            container(deployment).at("/ports/0/containerPort").asText());
            assertThat(annotations.get("prometheus.io/path").asText()).isEqualTo("/metrics");
            assertThat(routes).contains("\n  /metrics:\n");
        }
    }

    @Test
    void podsRunWithoutRightsOnARootFileSystemThatCannotBeWritten() {
        for (JsonNode deployment : deployments()) {
            JsonNode ofPod = pod(deployment).at("/spec/securityContext");
            JsonNode ofContainer = container(deployment).get("securityContext");
            assertThat(ofPod.get("runAsNonRoot").asBoolean()).isTrue();
            assertThat(ofPod.get("runAsUser").asInt()).isPositive();
            assertThat(ofPod.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(ofContainer.get("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(ofContainer.get("allowPrivilegeEscalation").asBoolean()).isFalse();
            assertThat(ofContainer.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            assertThat(container(deployment).at("/volumeMounts/0/mountPath").asText())
                    .isEqualTo("/tmp");
        }
    }

    @Test
    void bothDeploymentsAreScaledAndLeaveTheirNumberToTheScaler() {
        List<JsonNode> scalers = Manifests.all("HorizontalPodAutoscaler");
        assertThat(scalers).hasSize(3);
        for (JsonNode scaler : scalers) {
            String target = scaler.at("/spec/scaleTargetRef/name").asText();
            assertThat(deployments())
                    .filteredOn(each -> Manifests.name(each).equals(target))
                    .singleElement()
                    .satisfies(deployment -> {
                        assertThat(deployment.at("/spec/replicas").isMissingNode())
                                .isTrue();
                        assertThat(container(deployment)
                                        .at("/resources/requests/cpu")
                                        .asText())
                                .isNotEmpty();
                    });
            assertThat(scaler.at("/spec/minReplicas").asInt())
                    .as("with a budget of one")
                    .isGreaterThan(1);
            assertThat(scaler.at("/spec/metrics").findValuesAsText("name")).contains("cpu");
        }
    }

    @Test
    void routesFromOutsideLeadToTheService() {
        JsonNode service = Manifests.all("Service").get(0);
        JsonNode ofIngress = Manifests.all("Ingress").get(0).at("/spec/rules/0/http/paths/0/backend/service");
        JsonNode ofGateway = Manifests.all("HTTPRoute").get(0).at("/spec/rules/0/backendRefs/0");

        assertThat(ofIngress.get("name").asText()).isEqualTo(Manifests.name(service));
        assertThat(ofIngress.at("/port/name").asText())
                .isEqualTo(service.at("/spec/ports/0/name").asText());
        assertThat(ofGateway.get("name").asText()).isEqualTo(Manifests.name(service));
        assertThat(ofGateway.get("port").asInt())
                .isEqualTo(service.at("/spec/ports/0/port").asInt());
    }

    @Test
    void kubectlBuildsTheKustomization() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/kubectl")), "needs kubectl");
        Process process = new ProcessBuilder("/usr/bin/kubectl", "kustomize", Manifests.FOLDER.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String built = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        List<JsonNode> manifests = new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(built)
                .readAll();
        assertThat(manifests)
                .hasSize(Manifests.applied().stream()
                        .mapToInt(file -> Manifests.of(file).size())
                        .sum());
        assertThat(built).contains("image: registry.example.com/pressroom:latest");
    }
}
