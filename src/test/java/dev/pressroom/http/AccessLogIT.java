package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pressroom.http.request.AccessLog;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The access log, which is off by default. */
class AccessLogIT {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(AccessLog.class);

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    @Test
    void aLineSaysWhatWasAskedAndHowItEnded() {
        try (Service service = Service.start(Map.of("PRESSROOM_LOG_ACCESS", "on"))) {
            service.api(UUID.randomUUID()).get("/api/v1/jobs/" + UUID.randomUUID() + "/status");

            assertThat(fieldsOfLast())
                    .containsEntry("method", "GET")
                    .containsEntry("route", "getJobStatus")
                    .containsEntry("status", "404")
                    .containsEntry("owner", "user")
                    .containsEntry("complete", "true")
                    .containsKeys("ms", "bytes", "request");
        }
    }

    @Test
    void aLineHasNoPathNoQueryAndNoToken() {
        try (Service service = Service.start(Map.of("PRESSROOM_LOG_ACCESS", "on"))) {
            UUID job = UUID.randomUUID();
            service.api(UUID.randomUUID()).get("/api/v1/jobs/" + job + "/stream?token=canary-1&ticket=canary-2");

            assertThat(fieldsOfLast().values())
                    .noneMatch(value -> value.contains("canary") || value.contains(job.toString()));
        }
    }

    @Test
    void aStreamIsLoggedAtItsEnd() {
        try (Service service = Service.start(Map.of("PRESSROOM_LOG_ACCESS", "on"))) {
            Api api = service.api(UUID.randomUUID());
            UUID job = api.created(Api.order("Tomatoes"));
            api.stream(job).awaitEnd();

            Await.until(
                    Duration.ofSeconds(60),
                    () -> !lines.list.isEmpty()
                            && "streamJob".equals(fieldsOfLast().get("route")));
            assertThat(fieldsOfLast())
                    .containsEntry("method", "GET")
                    .containsEntry("status", "200")
                    .containsEntry("owner", "none")
                    .containsEntry("complete", "true")
                    .hasEntrySatisfying("request", id -> assertThat(id).hasSize(36));
        }
    }

    @Test
    void aStreamThatItsClientLeavesIsNotComplete() {
        try (Service service = Service.start(Map.of("PRESSROOM_LOG_ACCESS", "on", "PRESSROOM_ROLES", "http"))) {
            Api api = service.api(UUID.randomUUID());
            try (Sse stream = api.stream(api.created(Api.order("Tomatoes")))) {
                Await.until(Duration.ofSeconds(60), () -> !stream.events().isEmpty());
            }

            Await.until(
                    Duration.ofSeconds(60),
                    () -> "streamJob".equals(fieldsOfLast().get("route")));
            assertThat(fieldsOfLast()).containsEntry("complete", "false");
        }
    }

    @Test
    void nothingIsLoggedByDefault() {
        try (Service service = Service.start()) {
            Api api = service.api(UUID.randomUUID());
            api.get("/api/v1/jobs");

            assertThat(lines.list).isEmpty();
        }
    }

    private Map<String, String> fieldsOfLast() {
        Await.until(Duration.ofSeconds(60), () -> !lines.list.isEmpty());
        List<ILoggingEvent> logged = List.copyOf(lines.list);
        return logged.get(logged.size() - 1).getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }
}
