package dev.pressroom.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
    private static final UUID JOB = UUID.fromString("0199c3a2-7b1e-7c55-9d7e-2f1f6f3a0b11");
    private static final UUID NODE = UUID.fromString("0199c3a2-7b1e-7c55-9d7e-2f1f6f3a0b22");

    static Stream<Record> messages() {
        return Stream.of(
                new Signal.Batch(List.of(
                        new Signal.EventAppended(JOB, 2, 7, "plan-result", "{\"a\":\"ünï 🍅\\n\"}"),
                        new Signal.ProgressUpdated(JOB, 1, "{\"progress\":3}"),
                        new Signal.TextChunk(JOB, 1, 2, 40, "line\nline \u2028 \u0000"),
                        new Signal.JobChanged(JOB, 3, 9),
                        new Signal.NarrativeAppended(JOB, 3, 12),
                        new Signal.RunStarted(JOB, 3, NODE))),
                new Signal.TextChunk(JOB, 1, 1, 0, ""),
                new JobReady(JobType.WEBSITE_ANALYSIS, 2),
                new NodeMessage.Stop(JOB, 4),
                new NodeMessage.TextFrom(JOB, 1, 2, 3),
                new NodeMessage.Watch(NODE, List.of(JOB)),
                new NodeMessage.Unwatch(NODE, List.of(JOB)));
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

    /** Nodes of two versions run side by side: members may be added to these messages, never changed. */
    static Stream<Arguments> wire() {
        return Stream.of(
                Arguments.of(messages().findFirst().orElseThrow(), "signals", """
                        {"signals":[\
                        {"kind":"happened","jobId":"$job","attempt":2,"seq":7,"name":"plan-result","data":"{\\"a\\":\\"ünï 🍅\\\\n\\"}"},\
                        {"kind":"progressed","jobId":"$job","attempt":1,"data":"{\\"progress\\":3}"},\
                        {"kind":"written","jobId":"$job","attempt":1,"edition":2,"offset":40,"text":"line\\nline \u2028 \\u0000"},\
                        {"kind":"look","jobId":"$job","attempt":3,"lastEvent":9},\
                        {"kind":"narrated","jobId":"$job","attempt":3,"newest":12},\
                        {"kind":"started","jobId":"$job","attempt":3,"node":"$node"}]}"""),
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
                        "{\"jobId\":\"$job\",\"attempt\":1,\"edition\":2,\"offset\":3}"),
                Arguments.of(
                        new NodeMessage.Watch(NODE, List.of(JOB)),
                        "watch",
                        "{\"watcher\":\"$node\",\"jobs\":[\"$job\"]}"),
                Arguments.of(
                        new NodeMessage.Unwatch(NODE, List.of(JOB)),
                        "unwatch",
                        "{\"watcher\":\"$node\",\"jobs\":[\"$job\"]}"));
    }

    @ParameterizedTest
    @MethodSource("wire")
    void theNameAndTheFormOfAMessageOnTheWireStayAsTheyAre(Record message, String name, String json) {
        assertThat(codec(message).name()).isEqualTo(name);
        assertThat(new JsonObject(onTheWire(message)))
                .isEqualTo(new JsonObject(json.replace("$job", JOB.toString()).replace("$node", NODE.toString())));
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
    void aMessageToSeveralNodesIsEncodedOnce() {
        AtomicInteger encoded = new AtomicInteger();
        Counted message = new Counted(encoded);
        MessageCodec<Counted, Counted> codec = codec(message);
        Buffer first = Buffer.buffer();
        Buffer second = Buffer.buffer("before");

        codec.encodeToWire(first, message);
        codec.encodeToWire(second, message);

        assertThat(second).isEqualTo(Buffer.buffer("before").appendBuffer(first));
        assertThat(encoded).hasValue(1);
    }

    @Test
    void anotherMessageIsEncodedByItself() {
        Signal.TextChunk one = new Signal.TextChunk(JOB, 1, 1, 0, "one");
        Signal.TextChunk two = new Signal.TextChunk(JOB, 1, 1, 0, "two");
        MessageCodec<Signal.TextChunk, Signal.TextChunk> codec = codec(one);
        Buffer wire = Buffer.buffer();

        codec.encodeToWire(wire, one);
        codec.encodeToWire(wire, two);

        assertThat(wire.toString()).contains("one", "two");
    }

    @Test
    void aMessageAboutMoreJobsThanItMayHaveIsCut() {
        List<UUID> many = Stream.generate(() -> JOB).limit(5000).toList();

        assertThat(new NodeMessage.Watch(NODE, many).jobs()).hasSize(NodeMessage.MAX_JOBS);
        assertThat(decoded(new NodeMessage.Watch(NODE, many), "{\"jobs\":[null,\"$job\"]}"))
                .isEqualTo(new NodeMessage.Watch(null, List.of(JOB)));
        assertThat(decoded(new NodeMessage.Unwatch(NODE, many), "{}").jobs()).isEmpty();
    }

    /** Counts how often its member is read. */
    @WireName("counted")
    record Counted(@JsonIgnore AtomicInteger reads) {
        @JsonProperty
        public int read() {
            return reads.incrementAndGet();
        }
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
