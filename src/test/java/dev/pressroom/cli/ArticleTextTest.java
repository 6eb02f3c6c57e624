package dev.pressroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArticleTextTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final PlainDisplay display = new PlainDisplay(
            new PrintStream(shown, true, StandardCharsets.UTF_8), new PrintStream(OutputStream.nullOutputStream()));
    private final ArticleText article = new ArticleText(display);

    @Test
    void piecesAreShownAsTheyCome() {
        article.add(0, "One ");
        article.add(4, "two");
        assertThat(shown()).isEqualTo("One two");
    }

    @Test
    void whatIsRepeatedIsShownOnce() {
        article.add(0, "One ");
        article.add(0, "One two");
        assertThat(shown()).isEqualTo("One two");
    }

    @Test
    void aGapIsFilledAtTheEnd() {
        article.add(0, "One ");
        article.add(8, "three");
        article.complete("One two three");
        assertThat(shown()).isEqualTo("One two three");
    }

    @Test
    void anotherTextFromTheStartBeginsTheArticleAnew() {
        article.add(0, "One ");
        article.add(0, "Two");
        assertThat(shown()).isEqualTo("Two");
    }

    @Test
    void aLateWatcherStillGetsTheWholeArticle() {
        article.complete("One two");
        assertThat(shown()).isEqualTo("One two");
    }

    @Test
    void theTextCannotSteerTheTerminal() {
        article.add(0, "a\u001b[2Jb\u0007\u009bc\td\ne");
        assertThat(shown()).isEqualTo("a[2Jbc\td\ne");
    }

    private String shown() {
        display.close();
        return shown.toString(StandardCharsets.UTF_8).strip();
    }
}
