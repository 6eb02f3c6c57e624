package dev.pressroom.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventCheckTest {
    private final List<String> faults = new ArrayList<>();
    private final EventCheck check = new EventCheck(faults::add);

    @BeforeEach
    void open() {
        connect();
        check.event(1, "step-change", "{}");
    }

    private void connect() {
        check.opened();
        check.event(0, "connected", "{}");
    }

    private void chunk(int offset, String text) {
        check.event(0, "content-chunk", "{\"offset\":" + offset + ",\"text\":\"" + text + "\"}");
    }

    @Test
    void aStreamThatIsResumedAfterItsLastEventIsWithoutFault() {
        chunk(0, "Once ");
        chunk(5, "upon ");
        check.event(2, "context-result", "{}");
        connect();
        chunk(0, "Once upon ");
        chunk(10, "a time");
        check.event(3, "complete", "{}");

        assertThat(faults).isEmpty();
        assertThat(check.cursor()).isEqualTo(3);
    }

    @Test
    void aMissingNumberIsAGap() {
        check.event(3, "context-result", "{}");

        assertThat(faults).containsExactly("a gap: event 3 after event 1");
    }

    @Test
    void aNumberThatComesAgainIsADouble() {
        connect();
        check.event(1, "step-change", "{}");

        assertThat(faults).containsExactly("a double: event 1 after event 1");
    }

    @Test
    void nothingMayComeAfterTheFinalEvent() {
        check.event(2, "failed", "{}");
        check.event(0, "progress-update", "{}");

        assertThat(faults).containsExactly("event progress-update after the final one");
    }

    @Test
    void textMustBeginWhereTheTextBeforeItEnds() {
        chunk(0, "Once ");
        chunk(9, "a time");

        assertThat(faults).containsExactly("text at 9 follows text that ends at 5");
    }

    @Test
    void aStreamBeginsWithItsGreeting() {
        check.opened();
        check.event(2, "context-result", "{}");

        assertThat(faults).containsExactly("its stream begins with context-result");
    }
}
