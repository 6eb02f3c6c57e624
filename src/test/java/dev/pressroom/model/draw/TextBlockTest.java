package dev.pressroom.model.draw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextBlockTest {
    @Test
    void linesBreakBetweenWords() {
        assertThat(TextBlock.lines("one two three", 110, 5, 20, false).lines()).containsExactly("one two", "three");
    }

    @Test
    void textThatFitsIsAsLargeAsAllowed() {
        assertThat(TextBlock.fit("Short", 500, 100, 40, 20).size()).isEqualTo(40);
    }

    @Test
    void longTextGetsSmallerRatherThanCut() {
        TextBlock block = TextBlock.fit("These are rather many words for such a box", 300, 150, 60, 16);

        assertThat(block.size()).isBetween(16.0, 59.0);
        assertThat(block.whole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "Word after word after word. ", "漢字かな交じり文", "👩‍👩‍👧‍👦", "שלום עולם ", "e\u0301"})
    void noLineIsWiderThanAllowed(String part) {
        TextBlock block = TextBlock.fit(part.repeat(200), 200, 120, 40, 18);

        assertThat(block.lines())
                .hasSizeLessThanOrEqualTo(5)
                .allSatisfy(line ->
                        assertThat(Caption.width(line, block.size(), true)).isLessThanOrEqualTo(200));
    }

    @Test
    void whatDoesNotFitIsCutWithAnEllipsis() {
        assertThat(TextBlock.lines("one two three four", 90, 2, 20, false).lines())
                .containsExactly("one two", "three…");
    }

    @Test
    void aFamilyIsNotTornApart() {
        TextBlock block = TextBlock.lines("👩‍👩‍👧‍👦".repeat(3), 70, 3, 20, false);

        assertThat(String.join("", block.lines())).isEqualTo("👩‍👩‍👧‍👦".repeat(3));
        assertThat(block.lines())
                .allSatisfy(line -> assertThat(line).startsWith("👩").endsWith("👦"));
    }

    @Test
    void nothingIsNoLines() {
        assertThat(TextBlock.lines(" \u0000\n", 80, 2, 20, false).lines()).isEmpty();
    }
}
