package dev.pressroom.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether and how traces are exported: the {@code OTEL_…} variables, whose names and values the OpenTelemetry specification
 * defines. They are not keys of the file of settings.
 *
 * @param variables may contain secrets, such as the headers of the exporter
 */
public record TracingSettings(Map<String, String> variables) {
    public static final TracingSettings NONE = new TracingSettings(Map.of());

    private static final String PREFIX = "OTEL_";
    private static final String DISABLED = "OTEL_SDK_DISABLED";
    private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
    private static final List<String> ENDPOINTS =
            List.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT");
    private static final List<String> PROTOCOLS =
            List.of("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL");

    /** Adds a fault for each variable with a value that this program does not support, if tracing is on. */
    static TracingSettings read(Map<String, String> env, List<String> faults) {
        Map<String, String> variables = new TreeMap<>();
        env.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !value.isBlank()) {
                variables.put(name, value.strip());
            }
        });
        TracingSettings settings = new TracingSettings(Map.copyOf(variables));
        if (settings.isOn()) {
            settings.check(faults);
        }
        return settings;
    }

    /** On with an endpoint or an exporter, unless the exporter is {@code none} or the SDK is disabled. */
    public boolean isOn() {
        String exporter = lower(EXPORTER);
        boolean isNamed = !exporter.isEmpty() || ENDPOINTS.stream().anyMatch(variables::containsKey);
        return isNamed && !exporter.equals("none") && !lower(DISABLED).equals("true");
    }

    private void check(List<String> faults) {
        String exporter = lower(EXPORTER);
        if (!exporter.isEmpty() && !exporter.equals("otlp")) {
            faults.add(EXPORTER + ": must be otlp or none");
        }
        PROTOCOLS.stream()
                .filter(name -> !List.of("", "http/protobuf").contains(lower(name)))
                .forEach(name -> faults.add(name + ": must be http/protobuf, the only supported protocol"));
        ENDPOINTS.stream()
                .filter(name -> variables.containsKey(name) && !isHttpUrl(variables.get(name)))
                .forEach(
                        name -> faults.add(name + ": must be a URL with http or https, such as http://localhost:4318"));
    }

    private String lower(String name) {
        return variables.getOrDefault(name, "").toLowerCase(Locale.ROOT);
    }

    private static boolean isHttpUrl(String text) {
        try {
            URI url = URI.create(text);
            return Set.of("http", "https").contains(url.getScheme()) && url.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The names only. */
    @Override
    public String toString() {
        return "TracingSettings" + new TreeMap<>(variables).keySet();
    }
}
