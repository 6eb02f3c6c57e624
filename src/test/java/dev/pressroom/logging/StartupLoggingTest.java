package dev.pressroom.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import dev.pressroom.config.Settings;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The logs until the settings are read, and what they begin with. */
class StartupLoggingTest {
    @Test
    void logbackFindsThem() {
        assertThat(ServiceLoader.load(Configurator.class)).hasExactlyElementsOfTypes(StartupLogging.class);
    }

    @Test
    void aFileOfLogbacksOwnWins() {
        LoggerContext logs = new LoggerContext();

        assertThat(new StartupLogging().configure(logs)).isEqualTo(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(logs.getLogger("dev.pressroom").getLevel()).isNull();
    }

    @Test
    void librariesSayOnlyWhatIsWrong() {
        LoggerContext logs = new LoggerContext();

        Logging.configure(logs, Settings.LogFormat.TEXT, Settings.LogLevel.INFO);

        assertThat(logs.getLogger("dev.pressroom.Node").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(logs.getLogger("io.vertx").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(logs.getLogger("org.flywaydb.core").getEffectiveLevel()).isEqualTo(Level.ERROR);
    }
}
