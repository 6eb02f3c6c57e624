package dev.pressroom.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final UUID USER = new UUID(1, 1);

    private final Slots slots = new Slots(20);

    @Test
    void oneHostGetsAFewSlots() {
        assertThat(slots.take("a", USER)).isEqualTo(Slots.PER_HOST);
        assertThat(slots.take("a", new UUID(2, 2))).isZero();
    }

    @Test
    void oneUserGetsAFewSlotsOverAllHosts() {
        for (String host : new String[] {"a", "b", "c", "d"}) {
            slots.take(host, USER);
        }
        assertThat(slots.take("e", USER)).isZero();
        assertThat(slots.take("e", new UUID(2, 2))).isEqualTo(Slots.PER_HOST);
    }

    @Test
    void slotsGivenBackCanBeTakenAgain() {
        slots.take("a", USER);
        slots.giveBack("a", USER, 3);
        assertThat(slots.take("a", USER)).isEqualTo(3);
    }

    @Test
    void aHostThatDidNotAnswerGetsOneSlotUntilItAnswers() {
        slots.answered("a", false);
        assertThat(slots.take("a", USER)).isOne();
        slots.giveBack("a", USER, 1);
        slots.answered("a", true);
        assertThat(slots.take("a", USER)).isEqualTo(Slots.PER_HOST);
    }

    @Test
    void hostsThatDoNotAnswerLeaveHalfOfTheSlotsToOthers() {
        for (int i = 0; i < 100; i++) {
            slots.answered("dead" + i, false);
            slots.take("dead" + i, new UUID(3, i));
        }
        assertThat(slots.running()).isEqualTo(10);
        assertThat(slots.take("a", USER)).isEqualTo(Slots.PER_HOST);
    }
}
