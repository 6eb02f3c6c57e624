package dev.pressroom.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {
    private final List<EventParser.Event> events = new ArrayList<>();
    private final EventParser parser = new EventParser(events::add);

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void linesMayEndInAnyOfThreeWays(String end) {
        feed(String.join(end, "id: 3", "event: complete", "data: {\"a\":1}", "", ""));
        assertThat(events)
                .containsExactly(new EventParser.Event("complete", Optional.of("3"), new JsonObject().put("a", 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aStreamMayBeCutAnywhere(String end) {
        byte[] bytes = String.join(end, ": hi", "event: x", "data: {\"a\":\"äö€\"}", "", "event: y", "data:{}", "", "")
                .getBytes(StandardCharsets.UTF_8);
        for (byte one : bytes) {
            parser.feed(Buffer.buffer(new byte[] {one}));
        }
        assertThat(events).extracting(EventParser.Event::name).containsExactly("x", "y");
        assertThat(events.get(0).data().getString("a")).isEqualTo("äö€");
    }

    @Test
    void dataOverSeveralLinesIsJoined() {
        feed("event: x\ndata: {\"a\":\ndata: 1}\n\n");
        assertThat(events.get(0).data().getInteger("a")).isEqualTo(1);
    }

    @Test
    void commentsAndUnknownFieldsAreNoEvents() {
        feed(": keep alive\n\nfoo: bar\n\nevent: nothing\n\n");
        assertThat(events).isEmpty();
    }

    @Test
    void aTransientEventHasNoId() {
        feed("id: 1\nevent: x\ndata: {}\n\nevent: y\ndata: {}\n\n");
        assertThat(events).extracting(EventParser.Event::id).containsExactly(Optional.of("1"), Optional.empty());
    }

    @Test
    void dataThatIsNoJsonIsPassedOver() {
        feed("event: x\ndata: hello\n\nevent: y\ndata: {}\n\n");
        assertThat(events).extracting(EventParser.Event::name).containsExactly("y");
    }

    @Test
    void theServerMaySetThePauseBeforeAReconnection() {
        feed("retry: 150\n\n");
        assertThat(parser.retryMillis()).hasValue(150);
    }

    private void feed(String text) {
        parser.feed(Buffer.buffer(text));
    }
}
