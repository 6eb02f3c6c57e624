package dev.pressroom.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobType;
import dev.pressroom.job.NodeMessage;
import dev.pressroom.job.Ready;
import dev.pressroom.job.Signal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
    private static final UUID JOB = UUID.fromString("0199c3a2-7b1e-7c55-9d7e-2f1f6f3a0b11");

    static Stream<Record> messages() {
        return Stream.of(
                new Signal.Batch(List.of(
                        new Signal.Happened(JOB, 2, 7, "plan-result", "{\"a\":\"ünï 🍅\\n\"}"),
                        new Signal.Progressed(JOB, 1, "{\"progress\":3}"),
                        new Signal.Written(JOB, 1, 2, 40, "line\nline \u2028 \u0000"),
                        new Signal.Look(JOB, 3, 9),
                        new Signal.Narrated(JOB, 3, 12))),
                new Signal.Written(JOB, 1, 1, 0, ""),
                new Ready(JobType.WEBSITE_ANALYSIS, 2),
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

    @SuppressWarnings("unchecked")
    private static <T extends Record> T roundTrip(T message) {
        MessageCodec<T, T> codec = new RecordCodec<>((Class<T>) message.getClass());
        Buffer wire = Buffer.buffer("before");
        int start = wire.length();
        codec.encodeToWire(wire, message);
        wire.appendString("after");
        return codec.decodeFromWire(start, wire);
    }
}
