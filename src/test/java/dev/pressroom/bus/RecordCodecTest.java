package dev.pressroom.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.job.JobReady;
import dev.pressroom.job.JobType;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Signal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
    private static final UUID JOB = UUID.fromString("0199c3a2-7b1e-7c55-9d7e-2f1f6f3a0b11");

    static Stream<Record> messages() {
        return Stream.of(
                new Signal.Batch(List.of(
                        new Signal.EventAppended(JOB, 2, 7, "plan-result", "{\"a\":\"ünï 🍅\\n\"}"),
                        new Signal.ProgressUpdated(JOB, 1, "{\"progress\":3}"),
                        new Signal.TextChunk(JOB, 1, 2, 40, "line\nline \u2028 \u0000"),
                        new Signal.JobChanged(JOB, 3, 9),
                        new Signal.NarrativeAppended(JOB, 3, 12))),
                new Signal.TextChunk(JOB, 1, 1, 0, ""),
                new JobReady(JobType.WEBSITE_ANALYSIS, 2),
                new NodeMessage.Stop(JOB, 4),
                new NodeMessage.TextFrom(JOB, 1, 2, 3));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageComesOutAsItWentIn(Record message) {
        assertThat(roundTrip(message)).isEqualTo(message);
    }

    @Test
    void everyKindOfSignalIsAmongThoseTried() {
        Signal.Batch batch = (Signal.Batch) messages().findFirst().orElseThrow();

        assertThat(batch.signals().stream().map(Object::getClass))
                .containsExactlyInAnyOrder(Signal.class.getPermittedSubclasses());
    }

    /** Nodes of two versions run side by side: what is written here may be added to, never changed. */
    static Stream<Arguments> wire() {
        return Stream.of(
                Arguments.of(messages().findFirst().orElseThrow(), "signals", """
                        {"signals":[\
                        {"kind":"happened","jobId":"$job","attempt":2,"seq":7,"name":"plan-result","data":"{\\"a\\":\\"ünï 🍅\\\\n\\"}"},\
                        {"kind":"progressed","jobId":"$job","attempt":1,"data":"{\\"progress\\":3}"},\
                        {"kind":"written","jobId":"$job","attempt":1,"edition":2,"offset":40,"text":"line\\nline \u2028 \\u0000"},\
                        {"kind":"look","jobId":"$job","attempt":3,"lastEvent":9},\
                        {"kind":"narrated","jobId":"$job","attempt":3,"newest":12}]}"""),
                Arguments.of(
                        new Signal.TextChunk(JOB, 1, 1, 0, "x"),
                        "written",
                        "{\"kind\":\"written\",\"jobId\":\"$job\",\"attempt\":1,\"edition\":1,\"offset\":0,\"text\":\"x\"}"),
                Arguments.of(
                        new JobReady(JobType.WEBSITE_ANALYSIS, 2),
                        "ready",
                        "{\"type\":\"website_analysis\",\"hops\":2}"),
                Arguments.of(new NodeMessage.Stop(JOB, 4), "stop", "{\"jobId\":\"$job\",\"attempt\":4}"),
                Arguments.of(
                        new NodeMessage.TextFrom(JOB, 1, 2, 3),
                        "text-from",
                        "{\"jobId\":\"$job\",\"attempt\":1,\"edition\":2,\"offset\":3}"));
    }

    @ParameterizedTest
    @MethodSource("wire")
    void theNameAndTheFormOfAMessageOnTheWireStayAsTheyAre(Record message, String name, String json) {
        assertThat(codec(message).name()).isEqualTo(name);
        assertThat(new JsonObject(onTheWire(message))).isEqualTo(new JsonObject(json.replace("$job", JOB.toString())));
    }

    @Test
    void whatTheNextVersionHasAddedIsIgnored() {
        Signal.Batch batch = decoded(new Signal.Batch(List.of()), """
                {"since":1,"signals":[{"kind":"sketched","jobId":"$job","picture":{"a":[1]}},
                {"kind":"written","jobId":"$job","attempt":1,"edition":2,"offset":0,"text":"x","language":"en"}]}""");

        assertThat(batch.signals()).containsExactly(new Signal.TextChunk(JOB, 1, 2, 0, "x"));
    }

    @Test
    void aTypeOfJobThatTheNextVersionHasAddedIsRead() {
        JobReady ready = decoded(new JobReady(JobType.CONTENT_GENERATION, 0), "{\"type\":\"newsletter\",\"hops\":1}");

        assertThat(ready).isEqualTo(new JobReady(JobType.OTHER, 1));
    }

    @Test
    void aMessageWithoutANameIsNoMessage() {
        record Nameless(int number) {}

        assertThatThrownBy(() -> new RecordCodec<>(Nameless.class)).isInstanceOf(IllegalArgumentException.class);
    }

    private static <T extends Record> T decoded(T like, String json) {
        byte[] bytes = json.replace("$job", JOB.toString()).getBytes(StandardCharsets.UTF_8);
        return codec(like)
                .decodeFromWire(0, Buffer.buffer().appendInt(bytes.length).appendBytes(bytes));
    }

    private static <T extends Record> String onTheWire(T message) {
        Buffer wire = Buffer.buffer();
        codec(message).encodeToWire(wire, message);
        return wire.getString(Integer.BYTES, wire.length());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record> MessageCodec<T, T> codec(T message) {
        return new RecordCodec<>((Class<T>) message.getClass());
    }

    private static <T extends Record> T roundTrip(T message) {
        MessageCodec<T, T> codec = codec(message);
        Buffer wire = Buffer.buffer("before");
        int start = wire.length();
        codec.encodeToWire(wire, message);
        wire.appendString("after");
        return codec.decodeFromWire(start, wire);
    }
}
