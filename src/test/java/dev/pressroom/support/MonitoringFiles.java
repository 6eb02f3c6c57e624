package dev.pressroom.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The alert rules, dashboards and scalers in {@code conf}, and what their expressions name. */
public final class MonitoringFiles {
    private static final Path RULES = Path.of("conf", "prometheus");
    private static final Path SCALER = Path.of("conf", "k8s", "worker-scaling-by-queue.yaml");
    private static final Path DASHBOARDS = Path.of("conf", "grafana");
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*_[\\w:]*)\\s*(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
    /** Functions of the query language whose names have an underscore. */
    private static final Set<String> FUNCTIONS = Set.of("histogram_quantile", "$__rate_interval", "__rate_interval");

    private MonitoringFiles() {}

    /** All rules, in their order. */
    public static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        files(RULES, ".yaml")
                .forEach(file -> read(new YAMLMapper(), file)
                        .path("groups")
                        .forEach(group -> group.path("rules").forEach(rules::add)));
        return rules;
    }

    /** All dashboards by file. */
    public static Map<Path, JsonNode> dashboards() {
        Map<Path, JsonNode> dashboards = new TreeMap<>();
        files(DASHBOARDS, ".json").forEach(file -> dashboards.put(file, read(new ObjectMapper(), file)));
        return dashboards;
    }

    /** The queries of rules and panels, and the metrics by which nodes are scaled. */
    public static List<String> expressions() {
        List<String> found = new ArrayList<>();
        read(new YAMLMapper(), SCALER)
                .at("/spec/metrics")
                .findValues("external")
                .forEach(external -> found.add(external.at("/metric/name").asText()));
        rules().forEach(rule -> found.add(rule.path("expr").asText()));
        dashboards()
                .values()
                .forEach(dashboard -> dashboard
                        .path("panels")
                        .forEach(panel -> panel.path("targets")
                                .forEach(target -> found.add(target.path("expr").asText()))));
        return found;
    }

    /** The metrics that an expression names, with the labels that it selects and groups by. */
    public static Map<String, Set<String>> metrics(String expression) {
        String text = STRING.matcher(expression).replaceAll("\"\"");
        Set<String> grouping = new TreeSet<>();
        GROUPING.matcher(text).results().forEach(group -> grouping.addAll(names(group.group(1))));
        Map<String, Set<String>> metrics = new TreeMap<>();
        Matcher selector = SELECTOR.matcher(GROUPING.matcher(text).replaceAll(""));
        while (selector.find()) {
            if (!FUNCTIONS.contains(selector.group(1))) {
                Set<String> labels = metrics.computeIfAbsent(selector.group(1), name -> new TreeSet<>(grouping));
                if (selector.group(2) != null) {
                    MATCHER.matcher(selector.group(2)).results().forEach(label -> labels.add(label.group(1)));
                }
            }
        }
        return metrics;
    }

    private static List<String> names(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
