package dev.pressroom.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
    private static final String JSON = "application/json";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                        | 1
            APPLICATION/JSON                        | 1
            text/html, application/json;q=0.5       | 0.5
            application/json ; charset=utf-8 ; q=0.25 | 0.25
            application/json;q=0.1, application/json;q=0.9 | 0.9
            application/json;q=0                    | 0
            application/json;q=                     | 1
            application/json;q=NaN                  | 1
            application/json;q=1e3                  | 1
            application/json;q=.                    | 1
            application/json;q=7                    | 1
            """)
    void aNamedTypeHasItsWeight(String header, double weight) {
        assertThat(Accept.of(List.of(header)).named(JSON)).hasValue(weight);
    }

    @ParameterizedTest
    @CsvSource({"*/*", "application/*", "text/html", "application/jsonx", "','", "';q=1'", "''"})
    void aTypeThatIsNotNamedHasNoWeight(String header) {
        assertThat(Accept.of(List.of(header)).named(JSON)).isEqualTo(OptionalDouble.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                          | true
            application/*                | true
            application/*;q=0, */*       | false
            application/json;q=0, */*    | false
            text/*                       | false
            text/html, application/json  | true
            """)
    void theMostSpecificRangeDecides(String header, boolean takes) {
        assertThat(Accept.of(List.of(header)).takes(JSON)).isEqualTo(takes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/event-stream                        | true
            TEXT/Event-Stream ; q=0.3                | true
            text/event-stream, */*;q=0.1             | true
            text/event-stream, */*                   | true
            application/json;q=0, text/event-stream  | true
            text/event-stream;q=high                 | true
            application/json, text/event-stream      | false
            text/event-stream, application/*;q=0.5   | false
            text/event-stream;q=0                    | false
            text/event-stream;q=0.5, */*             | false
            */*                                      | false
            """)
    void aClientThatTakesOnlyEventsAsksForThem(String header, boolean asks) {
        assertThat(Accept.of(List.of(header)).asksForEvents()).isEqualTo(asks);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            */*                                      | application/json
            text/html                                | text/html
            application/json;q=0.1, text/*;q=0.2     | text/html
            text/html;q=0.5, application/json;q=0.5  | application/json
            text/html;q=0, text/*                    | text/markdown
            """)
    void theBestOfSeveralTypesHasTheGreatestWeight(String header, String best) {
        assertThat(Accept.of(List.of(header)).best(List.of(JSON, "text/html", "text/markdown")))
                .contains(best);
    }

    @Test
    void noTypeIsTheBestWhenAllAreExcluded() {
        assertThat(Accept.of(List.of("image/png")).best(List.of(JSON))).isEmpty();
    }

    @Test
    void aClientWithoutTheHeaderTakesEverything() {
        assertThat(Accept.of(List.of()).takes(JSON)).isTrue();
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(Accept.of(List.of("text/html", "application/json;q=0.3")).named(JSON))
                .hasValue(0.3);
    }

    @Test
    void tenThousandElementsAreReadInNoTime() {
        String header = "application/json;q=0.001,".repeat(10_000) + ",".repeat(10_000) + ";".repeat(10_000);
        long before = cpuNanos();

        assertThat(Accept.of(List.of(header)).named(JSON)).hasValue(0.001);

        assertThat(Duration.ofNanos(cpuNanos() - before)).isLessThan(Duration.ofSeconds(2));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
