package dev.pressroom.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.pressroom.config.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Configures logging. Logs go to stderr; stdout is for the output of commands. */
public final class Logging {
    private static final String PRESSROOM = "dev.pressroom";

    /** Hazelcast logs many warnings when a member leaves. That is normal here, so only its errors are logged. */
    private static final String HAZELCAST = "com.hazelcast";

    /**
     * Loggers whose warnings do not report faults here: Flyway also throws its failures as exceptions; Vert.x registers a
     * gauge twice; Hazelcast's CP subsystem is not used; a message may arrive just after its last subscriber has left.
     */
    private static final List<String> NOISY_LOGGERS = List.of(
            "org.flywaydb",
            "io.micrometer.core.instrument.MeterRegistry",
            "com.hazelcast.cp.CPSubsystem",
            "io.vertx.core.eventbus.impl.MessageConsumerImpl");

    /** While nodes of two versions run in one cluster, the older ones receive messages whose codecs they do not know. */
    private static final String UNKNOWN_MESSAGES = "io.vertx.core.eventbus.impl.clustered.ClusteredMessage";

    private Logging() {}

    /** Our own classes log at the given level, libraries at WARN or the given level, whichever is more severe. */
    public static void configure(Settings.LogFormat format, Settings.LogLevel level) {
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), format, level);
        bridgeOtherLogs();
    }

    static void configure(LoggerContext context, Settings.LogFormat format, Settings.LogLevel level) {
        NOISY_LOGGERS.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        Level ours = Level.valueOf(level.name());
        context.getLogger(PRESSROOM).setLevel(ours);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(ours.isGreaterOrEqual(Level.WARN) ? ours : Level.WARN);
        context.getLogger(UNKNOWN_MESSAGES).setLevel(Level.OFF);
        context.getLogger(HAZELCAST).setLevel(Level.DEBUG.isGreaterOrEqual(ours) ? Level.WARN : Level.ERROR);
        root.detachAndStopAllAppenders();
        root.addAppender(stderr(context, layout(format)));
    }

    /** Logs errors only: for commands that show their output on the same terminal. */
    public static void errorsOnly() {
        configure(Settings.LogFormat.TEXT, Settings.LogLevel.ERROR);
    }

    private static Layout<ILoggingEvent> layout(Settings.LogFormat format) {
        return switch (format) {
            case TEXT -> new TextLayout();
            case JSON -> new JsonLayout();
        };
    }

    private static Appender<ILoggingEvent> stderr(LoggerContext context, Layout<ILoggingEvent> layout) {
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setName("stderr");
        appender.setTarget("System.err");
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** Sends the log records of {@code java.util.logging} and Hazelcast to SLF4J. */
    private static void bridgeOtherLogs() {
        System.setProperty("hazelcast.logging.type", "slf4j");
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
    }
}
