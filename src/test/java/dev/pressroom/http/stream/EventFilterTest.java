package dev.pressroom.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {
    @Test
    void theNamesAreThoseOfTheApiDocument() throws IOException {
        List<String> documented = new ArrayList<>();
        try (InputStream in = getClass().getResourceAsStream("/openapi.yaml")) {
            JsonNode document = new YAMLMapper().readTree(in);
            document.at("/paths/~1api~1v1~1jobs~1{jobId}~1stream/get/x-events")
                    .fieldNames()
                    .forEachRemaining(documented::add);
        }

        assertThat(EventFilter.KNOWN).containsExactlyElementsOf(documented);
    }

    @Test
    void theFinalEventsAlwaysPass() {
        EventFilter filter = EventFilter.of(List.of("blog-result"));

        assertThat(List.of("blog-result", "complete", "failed")).allMatch(filter::includes);
        assertThat(List.of("seo-result", "content-chunk", "attempt-failed")).noneMatch(filter::includes);
    }

    @Test
    void namesMayBeGivenInSeveralParametersAndWithSpaces() {
        EventFilter filter = EventFilter.of(List.of("blog-result, seo-result", "visuals-result"));

        assertThat(List.of("blog-result", "seo-result", "visuals-result")).allMatch(filter::includes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "blog-result,", "blog_result", "BLOG-RESULT", "complete,nonsense"})
    void unknownNamesAreRefusedWithTheListOfNames(String events) {
        assertThatThrownBy(() -> EventFilter.of(List.of(events)))
                .hasMessageContaining("events must be names of events")
                .hasMessageContaining("scenario-image-complete");
    }

    @Test
    void tenThousandNamesAreRefusedByTheirLength() {
        String events = String.join(",", java.util.Collections.nCopies(10_000, "complete"));

        assertThatThrownBy(() -> EventFilter.of(List.of(events))).hasMessageContaining("at most 1000 characters");
    }
}
