package dev.pressroom.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.util.DefaultJoranConfigurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import dev.pressroom.config.Settings;

/**
 * Configures logging until the settings are read. Logback finds this class through {@code META-INF/services}. There is no
 * {@code logback.xml}, because parsing one slows the start; if the operator adds one, it is used instead.
 */
public final class StartupLogging extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        DefaultJoranConfigurator files = new DefaultJoranConfigurator();
        files.setContext(logs);
        if (files.findURLOfDefaultConfigurationFile(false) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        logs.getStatusManager().add(new NopStatusListener());
        Logging.configure(logs, Settings.LogFormat.TEXT, Settings.LogLevel.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
