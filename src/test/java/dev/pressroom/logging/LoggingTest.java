package dev.pressroom.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pressroom.config.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void configure() {
        Logging.configure(Settings.LogFormat.JSON, Settings.LogLevel.INFO);
        events.start();
        root.addAppender(events);
    }

    @AfterEach
    void restore() {
        root.detachAppender(events);
        Logging.configure(Settings.LogFormat.TEXT, Settings.LogLevel.INFO);
    }

    @Test
    void recordsOfJavaUtilLoggingAreLoggedOnceWithTheirLevelAndCause() {
        IllegalStateException cause = new IllegalStateException("broken");

        java.util.logging.Logger.getLogger("org.example").log(java.util.logging.Level.SEVERE, "It failed.", cause);

        assertThat(events.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getLoggerName()).isEqualTo("org.example");
            assertThat(event.getFormattedMessage()).isEqualTo("It failed.");
            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("broken");
        });
    }
}
