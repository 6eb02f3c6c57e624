package dev.pressroom.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.LayoutBase;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LayoutsTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void aTextLineShowsMessageAndFields() {
        assertThat(text(event("Job succeeded", null, field("job", "j-1"), field("attempt", 2))))
                .isEqualTo("2026-02-02 12:00:00.123 INFO  JobRunner  Job succeeded  job=j-1 attempt=2\n");
    }

    @Test
    void aValueWithSpacesIsQuoted() {
        assertThat(text(event("m", null, field("title", "a \"b\" c"), field("none", ""))))
                .endsWith("title=\"a \\\"b\\\" c\" none=\"\"\n");
    }

    @Test
    void noTextInALineCanBeginANewLine() {
        String line = text(event("a\nb\r\u001b[31m", null, field("k\n", "x\u2028y\u0000\u202e")));
        assertThat(line).endsWith("a\\nb\\r\\u001b[31m  k\\n=x\\u2028y\\u0000\\u202e\n");
    }

    @Test
    void aStackTraceIsIndented() {
        String lines = text(event("m", new IllegalStateException("first\n2026-02-02 forged")));
        assertThat(lines.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
    }

    @Test
    void fieldsAreMembersOfTheJsonLine() {
        JsonObject line = json(event("Job succeeded", null, field("job", "j-1"), field("attempt", 2)));
        assertThat(line.getString("time")).isEqualTo("2026-02-02T12:00:00.123Z");
        assertThat(line.getString("level")).isEqualTo("info");
        assertThat(line.getString("message")).isEqualTo("Job succeeded");
        assertThat(line.getString("job")).isEqualTo("j-1");
        assertThat(line.getInteger("attempt")).isEqualTo(2);
    }

    @Test
    void aJsonLineIsOneLine() {
        String line = layout(new JsonLayout(), event("a\nb", new IllegalStateException("x\ny"), field("k", "v\nw")));
        assertThat(line.strip()).doesNotContain("\n");
        assertThat(new JsonObject(line).getJsonObject("error").getString("message"))
                .isEqualTo("x\ny");
    }

    @Test
    void aFieldDoesNotReplaceAStandardMember() {
        JsonObject line = json(event("m", null, field("level", "fake")));
        assertThat(line.getString("level")).isEqualTo("info");
        assertThat(line.getString("level_")).isEqualTo("fake");
    }

    private static KeyValuePair field(String key, Object value) {
        return new KeyValuePair(key, value);
    }

    private LoggingEvent event(String message, Throwable thrown, KeyValuePair... fields) {
        LoggingEvent event = new LoggingEvent(
                "", context.getLogger("dev.pressroom.worker.JobRunner"), Level.INFO, message, thrown, null);
        event.setInstant(Instant.parse("2026-02-02T12:00:00.123Z"));
        event.setKeyValuePairs(List.of(fields));
        return event;
    }

    private static String text(LoggingEvent event) {
        return layout(new TextLayout(), event);
    }

    private static JsonObject json(LoggingEvent event) {
        return new JsonObject(layout(new JsonLayout(), event));
    }

    private static String layout(LayoutBase<ILoggingEvent> layout, LoggingEvent event) {
        layout.start();
        return layout.doLayout(event);
    }
}
