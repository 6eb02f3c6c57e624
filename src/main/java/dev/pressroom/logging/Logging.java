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

/** Sets the logs up as the settings say. They go to stderr, so that stdout holds only what a command has to say. */
public final class Logging {
    private static final String OURS = "dev.pressroom";

    /** Warns a hundred times when a node leaves, of what it is made for. */
    private static final String CLUSTERING = "com.hazelcast";

    /**
     * Flyway tells its failures by exceptions; Vert.x registers a gauge twice; Hazelcast's CP subsystem is not used; a
     * message may come when the last who watched has just left.
     */
    private static final List<String> TALKATIVE = List.of(
            "org.flywaydb",
            "io.micrometer.core.instrument.MeterRegistry",
            "com.hazelcast.cp.CPSubsystem",
            "io.vertx.core.eventbus.impl.MessageConsumerImpl");

    /** While two versions run side by side, the older one gets messages whose names it does not know. */
    private static final String UNKNOWN_MESSAGES = "io.vertx.core.eventbus.impl.clustered.ClusteredMessage";

    private Logging() {}

    /** Our own classes log at the given level; libraries only what is wrong. */
    public static void configure(Settings.LogFormat format, Settings.LogLevel level) {
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), format, level);
        gatherOtherLogs();
    }

    static void configure(LoggerContext context, Settings.LogFormat format, Settings.LogLevel level) {
        TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        Level ours = Level.valueOf(level.name());
        context.getLogger(OURS).setLevel(ours);
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(ours.isGreaterOrEqual(Level.WARN) ? ours : Level.WARN);
        context.getLogger(UNKNOWN_MESSAGES).setLevel(Level.OFF);
        context.getLogger(CLUSTERING).setLevel(Level.DEBUG.isGreaterOrEqual(ours) ? Level.WARN : Level.ERROR);
        root.detachAndStopAllAppenders();
        root.addAppender(stderr(context, layout(format)));
    }

    /** Nothing but errors: for commands that talk to a person on the same terminal. */
    public static void hush() {
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

    /** Libraries that log through the JDK end up in the same place and format. */
    private static void gatherOtherLogs() {
        System.setProperty("hazelcast.logging.type", "slf4j");
        LogManager.getLogManager().reset();
        LogManager.getLogManager().getLogger("").addHandler(new JdkLogs());
    }
}
