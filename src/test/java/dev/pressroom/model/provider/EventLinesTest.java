package dev.pressroom.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLinesTest {
    private final List<String> events = new ArrayList<>();
    private final EventLines lines = new EventLines((name, data) -> events.add(name + "=" + data), fault -> {});

    @Test
    void anEventEndsWithAnEmptyLine() {
        feed("data: a\n\ndata: b\n");
        assertThat(events).containsExactly("=a");
    }

    @Test
    void bytesMayComeOneByOne() {
        for (byte b : "event: error\r\ndata: ü\r\n\r\n".getBytes(StandardCharsets.UTF_8)) {
            lines.handle(Buffer.buffer(new byte[] {b}));
        }
        assertThat(events).containsExactly("error=ü");
    }

    @Test
    void dataOfManyLinesIsJoined() {
        feed("data: a\ndata:b\n\n");
        assertThat(events).containsExactly("=a\nb");
    }

    @Test
    void commentsAndOtherFieldsAreSkipped() {
        feed(": keep-alive\n\nid: 1\nretry: 5\ndata: a\n\n");
        assertThat(events).containsExactly("=a");
    }

    private void feed(String text) {
        lines.handle(Buffer.buffer(text));
    }
}
