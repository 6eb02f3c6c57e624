package dev.pressroom.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/**
 * Log lines as text: {@code 2026-02-02 12:00:00.123 INFO  JobRun  Job succeeded  job=… attempt=1}. The lines of a stack
 * trace follow, indented, so that no exception message can be mistaken for a log line.
 */
public final class TextLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160)
                .append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())))
                .append(String.format(" %-5s ", event.getLevel()))
                .append(simple(event.getLoggerName()))
                .append("  ")
                .append(LogEscaper.line(String.valueOf(event.getFormattedMessage())));
        if (event.getKeyValuePairs() != null) {
            String gap = "  ";
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                line.append(gap).append(LogEscaper.line(pair.key)).append('=').append(LogEscaper.value(pair.value));
                gap = " ";
            }
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            ThrowableProxyUtil.asString(event.getThrowableProxy())
                    .lines()
                    .forEach(part -> line.append("    ")
                            .append(LogEscaper.line(part.replace("\t", "  ")))
                            .append('\n'));
        }
        return line.toString();
    }

    private static String simple(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
