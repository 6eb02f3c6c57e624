package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Stores;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a job narrates, how a step takes it back, and what those who read along get. */
class PostgresNarrativeStoreIT {
    private static Stores stores;

    private final PostgresNarrativeStore narrativeStore = stores.narrativeStore();
    private final LeasedJob job = stores.leased(stores.worker(UUID.randomUUID()), stores.submitted(UUID.randomUUID()));

    @BeforeAll
    static void open() {
        stores = Stores.open();
    }

    @AfterAll
    static void close() {
        stores.close();
    }

    @Test
    void aReaderGetsWhatFollowsTheEventThatItHas() {
        narrate(1, List.of(), "page", "page", "opening");

        assertThat(after(0).events()).extracting(NarrativeEvent::seq).containsExactly(1, 2, 3);
        assertThat(after(1).events()).extracting(NarrativeEvent::seq).containsExactly(2, 3);
        assertThat(after(3).stands()).isTrue();
        assertThat(after(3).events()).isEmpty();
    }

    @Test
    void aStepThatBeginsAnewTakesBackItsEventsAndNoOthers() {
        narrate(1, List.of("page"), "page", "opening", "opening");

        narrate(4, List.of("opening"), "opening");

        assertThat(after(0).events()).extracting(NarrativeEvent::seq).containsExactly(1, 4);
        assertThat(after(1).events()).extracting(NarrativeEvent::seq).containsExactly(4);
    }

    @Test
    void whoHasAnEventThatWasTakenBackIsToldSo() {
        narrate(1, List.of("page"), "page", "opening", "opening");
        narrate(4, List.of("opening"), "opening");

        assertThat(after(2).stands()).isFalse();
        assertThat(after(2).events()).isEmpty();
        assertThat(after(1).stands()).isTrue();
    }

    @Test
    void aNumberIsNeverUsedTwice() {
        narrate(1, List.of("opening"), "opening", "opening");
        narrate(3, List.of("opening"), "opening");

        assertThat(stores.done(() -> narrativeStore.last(job.lease().jobId()))).isEqualTo(3);
    }

    @Test
    void aWriteRepeatedAsItIsChangesNothing() {
        narrate(1, List.of("page"), "page", "opening");
        narrate(3, List.of("opening"), "opening", "opening");
        String before = stores.fingerprint();

        narrate(3, List.of("opening"), "opening", "opening");

        assertThat(stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void aWriteThatComesLateDoesNotBringBackWhatWasTakenBack() {
        narrate(1, List.of("page"), "page", "opening");
        narrate(3, List.of("opening"), "opening");
        String before = stores.fingerprint();

        narrate(1, List.of("page"), "page", "opening");

        assertThat(stores.fingerprint()).isEqualTo(before);
    }

    @Test
    void aLongNarrativeIsReadInPages() {
        narrate(1, List.of(), IntStream.range(0, 700).mapToObj(i -> "opening").toArray(String[]::new));

        PostgresNarrativeStore.Page first = after(0);
        PostgresNarrativeStore.Page second =
                after(first.events().get(first.events().size() - 1).seq());

        assertThat(first.full()).isTrue();
        assertThat(second.full()).isFalse();
        assertThat(first.events().size() + second.events().size()).isEqualTo(700);
    }

    private PostgresNarrativeStore.Page after(int cursor) {
        return stores.done(() -> narrativeStore.after(job.lease().jobId(), cursor));
    }

    /** Writes one event per step, numbered from {@code first}. */
    private void narrate(int first, List<String> restarted, String... steps) {
        List<NarrativeEvent> events = IntStream.range(first, first + steps.length)
                .mapToObj(seq -> new NarrativeEvent(seq, "transition", "{\"content\":\"" + seq + "\"}"))
                .toList();
        assertThat(stores.done(() -> narrativeStore.narrate(
                        new PostgresNarrativeStore.Narrated(job.lease(), restarted, Arrays.asList(steps), events))))
                .isTrue();
    }
}
