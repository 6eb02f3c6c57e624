package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingSettingsTest {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final Map<String, String> ON = Map.of(ENDPOINT, "http://localhost:4318");

    private final List<String> faults = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, http://localhost:4318, true",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, https://localhost/v1/traces, true",
        "OTEL_TRACES_EXPORTER, otlp, true",
        "OTEL_TRACES_EXPORTER, none, false",
        "OTEL_EXPORTER_OTLP_ENDPOINT, ' ', false",
        "OTEL_SERVICE_NAME, articles, false"
    })
    void anEndpointOrAnExporterTurnsTracingOn(String name, String value, boolean isOn) {
        assertThat(TracingSettings.read(Map.of(name, value), faults).isOn()).isEqualTo(isOn);
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"OTEL_SDK_DISABLED, true", "OTEL_SDK_DISABLED, TRUE", "OTEL_TRACES_EXPORTER, none"})
    void twoVariablesTurnItOffWhateverTheEndpoint(String name, String value) {
        assertThat(TracingSettings.read(Map.of(ENDPOINT, "no URL", name, value), faults)
                        .isOn())
                .isFalse();
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_ENDPOINT, localhost:4318",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, ftp://localhost",
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, http/json",
        "OTEL_TRACES_EXPORTER, zipkin"
    })
    void aValueThatIsNotSupportedIsAFault(String name, String value) {
        Map<String, String> env = new HashMap<>(ON);
        env.put(name, value);

        TracingSettings.read(env, faults);

        assertThat(faults).hasSize(1);
        assertThat(faults.get(0)).startsWith(name + ": must be ");
    }

    @Test
    void itsTextHasNoValues() {
        TracingSettings settings =
                TracingSettings.read(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x-api-key=secret"), faults);

        assertThat(settings).hasToString("TracingSettings[OTEL_EXPORTER_OTLP_HEADERS]");
    }
}
