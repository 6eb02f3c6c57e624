package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Service;
import dev.pressroom.support.WebSite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log line of a failed job. */
class FailureLogIT {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(FailureLog.class);

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
    }

    @Test
    void aFailedJobIsLoggedOnceWithCodeCauseOwnerAndDuration() {
        try (Service service = Service.start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "on"));
                WebSite site = WebSite.open()) {
            UUID user = UUID.randomUUID();
            Api api = service.api(user);
            UUID job = api.analysing(site.missing());
            api.await(job, "failed");

            ILoggingEvent line = line();
            assertThat(line.getLevel()).isEqualTo(Level.WARN);
            assertThat(fields(line))
                    .containsEntry("job", job.toString())
                    .containsEntry("attempt", "1")
                    .containsEntry("type", "website_analysis")
                    .containsEntry("code", "PAGE_NOT_FOUND")
                    .containsEntry("owner", "user:" + user)
                    .containsKeys("cause", "ms");
        }
    }

    @Test
    void theIdOfASessionIsNotLogged() {
        try (Service service = Service.start(Map.of("PRESSROOM_FETCH_ALLOW_PRIVATE", "on"));
                WebSite site = WebSite.open()) {
            Api api = service.session("session-canary");
            api.await(api.analysing(site.missing()), "failed");

            assertThat(fields(line()))
                    .containsEntry("owner", "session")
                    .allSatisfy((name, value) -> assertThat(value).doesNotContain("canary"));
        }
    }

    private ILoggingEvent line() {
        Await.until(Duration.ofSeconds(60), () -> !lines.list.isEmpty());
        assertThat(lines.list).hasSize(1);
        return List.copyOf(lines.list).get(0);
    }

    private static Map<String, String> fields(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }
}
