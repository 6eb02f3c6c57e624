package dev.pressroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.cli.io.TextWidth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrappingTest {
    private final Wrapping wrapping = new Wrapping();

    @Test
    void rowsBreakBetweenWords() {
        assertThat(wrapping.add("one two three", 8)).containsExactly("one two");
        assertThat(wrapping.partial()).isEqualTo("three");
    }

    @Test
    void aRowThatFitsExactlyStays() {
        assertThat(wrapping.add("one two\n", 7)).containsExactly("one two");
    }

    @Test
    void aWordWithoutEndIsBroken() {
        assertThat(wrapping.add("abcdefgh", 3)).containsExactly("abc", "def");
        assertThat(wrapping.partial()).isEqualTo("gh");
    }

    @Test
    void theRowsOfAnItemAreSetIn() {
        assertThat(wrapping.add("- one two three four\nfive six seven\n", 9))
                .containsExactly("- one two", "  three", "  four", "five six", "seven");
    }

    @Test
    void aNarrowTerminalStillShowsItems() {
        assertThat(wrapping.add("10. abcdefgh\n", 5)).isNotEmpty().allMatch(row -> row.length() <= 5);
    }

    @Test
    void itDoesNotMatterHowTheTextIsCut() {
        String text = "A line of some words.\n\n- and a 文章 list, with 🎉 too\n";
        List<String> whole = new ArrayList<>(new Wrapping().add(text, 9));
        List<String> pieces = new ArrayList<>();
        text.codePoints().forEach(c -> pieces.addAll(wrapping.add(Character.toString(c), 9)));
        assertThat(pieces).isEqualTo(whole).allMatch(row -> TextWidth.of(row) <= 9);
    }
}
