package dev.pressroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.cli.io.Terminal;
import dev.pressroom.support.SteeredClock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LiveDisplayTest {
    private final Screen screen = new Screen();
    private final SteeredClock clock = new SteeredClock(Instant.EPOCH);
    private final LiveDisplay display =
            new LiveDisplay(screen.out(), new Terminal(true, false, false, () -> 61), clock);

    @Test
    void theProgressStandsBelowTheArticle() {
        display.progress(progress(40, 9));
        display.article("# Title\n\nFirst words of a");
        assertThat(screen.rows()).startsWith("# Title", "", "First words of a").hasSize(4);
        assertThat(screen.rows()).last().asString().startsWith("Writing  [##").endsWith(" 40%  about 9 s left");
    }

    @Test
    void theProgressIsDrawnOverAndNotAgain() {
        display.progress(progress(40, 9));
        display.progress(progress(50, 8));
        assertThat(screen.rows()).hasSize(2).last().asString().contains("50%");
    }

    @Test
    void timePassesWithoutNews() {
        display.progress(progress(40, 9));
        clock.advance(Duration.ofSeconds(4));
        display.tick();
        assertThat(screen.rows()).last().asString().endsWith("about 5 s left");
    }

    @Test
    void longParagraphsAreWrappedAboveTheProgress() {
        display.article("word ".repeat(30));
        assertThat(screen.rows()).hasSize(4).allMatch(row -> row.length() <= 60);
    }

    @Test
    void dataIsNotWrapped() {
        String json = "{\n  \"pitch\" : \"" + "word ".repeat(30) + "\"\n}";
        display.data(json);
        display.close();
        assertThat(screen.raw()).contains(json);
    }

    @Test
    void whenClosedOnlyTheArticleStays() {
        display.progress(progress(40, 9));
        display.article("One\ntwo");
        display.close();
        display.printLine("Saved");
        assertThat(screen.rows()).containsExactly("One", "two", "Saved", "");
        assertThat(screen.raw()).contains("\u001b[?25h");
    }

    @Test
    void aLineOfOursGoesBetween() {
        display.article("One");
        display.printLine("Note");
        display.article("two");
        assertThat(screen.rows()).startsWith("One", "Note", "two");
    }

    private static Progress progress(int percent, int secondsLeft) {
        return new Progress("Writing", percent, OptionalInt.of(secondsLeft));
    }
}
