package dev.pressroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.cli.io.Terminal;
import dev.pressroom.cli.io.TextWidth;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final Terminal BLOCKS = new Terminal(true, false, true, () -> 80);
    private static final Terminal ASCII = new Terminal(true, false, false, () -> 80);
    private static final Terminal COLOUR = new Terminal(true, true, true, () -> 80);

    @Test
    void itShowsStepBarPercentAndTimeLeft() {
        assertThat(new ProgressLine(ASCII).render(progress("Outlining", 50, 12), 80))
                .isEqualTo("Outlining  [" + "#".repeat(15) + "-".repeat(15) + "]  50%  about 12 s left");
    }

    @Test
    void theBarGrowsByEighths() {
        assertThat(new ProgressLine(BLOCKS).render(progress("S", 5, 0), 80)).contains("▕█▌ ");
    }

    @Test
    void itIsNeverWiderThanTheTerminal() {
        for (int columns = 5; columns < 200; columns++) {
            for (String step : new String[] {"S", "Planning visuals", "文章を書いています", "x".repeat(300)}) {
                String line = new ProgressLine(BLOCKS).render(progress(step, 42, 3600), columns);
                assertThat(TextWidth.of(line)).isLessThanOrEqualTo(columns);
            }
        }
    }

    @Test
    void longTimesAreToldInMinutes() {
        assertThat(new ProgressLine(ASCII).render(progress("S", 1, 300), 80)).endsWith("about 5 min left");
    }

    @Test
    void coloursAreLeftOutWhereNotWanted() {
        assertThat(new ProgressLine(BLOCKS).render(progress("S", 1, 3), 80)).doesNotContain("\u001b");
        assertThat(new ProgressLine(COLOUR).render(progress("S", 1, 3), 80)).contains("\u001b[1mS");
    }

    private static Progress progress(String step, int percent, int secondsLeft) {
        return new Progress(step, percent, OptionalInt.of(secondsLeft));
    }
}
