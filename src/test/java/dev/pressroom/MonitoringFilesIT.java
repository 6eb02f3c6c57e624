package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.MonitoringFiles;
import dev.pressroom.support.Service;
import dev.pressroom.support.WebSite;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** After a short load, a node has every metric that the alert rules and the dashboard name; its names follow Prometheus. */
class MonitoringFilesIT {
    private static final Pattern SERIES = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern HELP = Pattern.compile("(?m)^# HELP (pressroom_\\w+) (.*)$");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (pressroom_\\w+) (\\w+)$");

    /** Labels that Prometheus adds. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    /** Exists after a step was tried again. */
    private static final Set<String> NOT_YET = Set.of("pressroom_steps_retried_total");

    private static Service service;
    private static String metrics;
    private static final Map<String, Set<String>> LABELS = new TreeMap<>();

    @BeforeAll
    static void load() {
        service = Service.start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "on"));
        System.gc(); // the meter of pauses exists after the first
        Api api = service.api(UUID.randomUUID());
        UUID article = api.created(Api.order("Tomatoes"));
        api.await(article, "succeeded");
        api.get("/api/v1/jobs/" + article + "/stream");
        api.get("/api/v1/jobs/" + UUID.randomUUID() + "/status");
        try (WebSite site = WebSite.open()) {
            api.await(api.analysing(site.garden()), "succeeded");
        }
        Await.until(Duration.ofSeconds(60), () -> {
            metrics = api.get("/metrics").body();
            return metrics.contains("pressroom_cluster_workers 1.0") && metrics.contains("jvm_gc_pause_seconds_sum");
        });
        Matcher series = SERIES.matcher(metrics);
        while (series.find()) {
            Set<String> labels = LABELS.computeIfAbsent(series.group(1), name -> new TreeSet<>(ADDED));
            if (series.group(2) != null) {
                LABEL.matcher(series.group(2)).results().forEach(label -> labels.add(label.group(1)));
            }
        }
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyMetricThatRulesAndDashboardsNameExists() {
        Set<String> named = new TreeSet<>();
        MonitoringFiles.expressions()
                .forEach(expression ->
                        named.addAll(MonitoringFiles.metrics(expression).keySet()));
        named.removeAll(NOT_YET);

        assertThat(LABELS.keySet()).containsAll(named);
    }

    @Test
    void everyLabelThatTheyUseExists() {
        MonitoringFiles.expressions()
                .forEach(expression -> MonitoringFiles.metrics(expression).forEach((metric, labels) -> {
                    Set<String> unknown = new TreeSet<>(labels);
                    unknown.removeAll(known(expression, metric));
                    assertThat(unknown).as(expression).isEmpty();
                }));
    }

    /** An expression over several metrics groups by labels of any of them. */
    private static Set<String> known(String expression, String metric) {
        if (NOT_YET.contains(metric)) {
            return Set.of("step", "type");
        }
        Set<String> known = new HashSet<>(LABELS.get(metric));
        MonitoringFiles.metrics(expression).keySet().forEach(other -> known.addAll(LABELS.get(other)));
        return known;
    }

    @Test
    void everyMetricOfOursHasAHelpText() {
        assertThat(HELP.matcher(metrics).results())
                .isNotEmpty()
                .allSatisfy(help -> assertThat(help.group(2)).as(help.group(1)).isNotBlank());
    }

    @Test
    void countersEndInTotalAndNothingElseDoes() {
        assertThat(TYPE.matcher(metrics).results())
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.group(1).endsWith("_total"))
                        .as(type.group())
                        .isEqualTo(type.group(2).equals("counter")));
    }

    @Test
    void durationsAreHistogramsInSeconds() {
        assertThat(TYPE.matcher(metrics).results().filter(type -> type.group(2).equals("histogram")))
                .extracting(type -> type.group(1))
                .contains(
                        "pressroom_jobs_wait_seconds",
                        "pressroom_run_seconds",
                        "pressroom_step_seconds",
                        "pressroom_model_call_seconds",
                        "pressroom_jobs_first_text_seconds",
                        "pressroom_jobs_create_seconds",
                        "pressroom_stream_age_seconds",
                        "pressroom_webhooks_attempt_seconds")
                .allMatch(name -> name.endsWith("_seconds"));
    }

    @Test
    void noUnitIsScaled() {
        assertThat(TYPE.matcher(metrics).results())
                .extracting(type -> type.group(1))
                .noneMatch(name -> name.matches(".*_(ms|millis|milliseconds|minutes|kb|mb|percent)(_.*)?"));
    }
}
