package dev.pressroom.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.HostileTexts;
import org.junit.jupiter.api.Test;

class TermCounterTest {
    @Test
    void wordsKeepTheirApostrophesHyphensAndAccents() {
        assertThat(TermCounter.words("Don't over-water Ka\u0308se, 'quoted' end- x"))
                .containsExactly("Don't", "over-water", "Ka\u0308se", "quoted", "end", "x");
    }

    @Test
    void theMostFrequentTermsComeFirstWithoutWordsThatSayNothing() {
        TermCounter counter = new TermCounter();
        counter.add("The bread and the butter: your Bread, with 1234 butter and bread");

        assertThat(counter.top(5)).containsExactly(new TermCounter.Term("bread", 3), new TermCounter.Term("butter", 2));
    }

    @Test
    void aTextThatIsHardToReadIsReadFast() {
        HostileTexts.assertReadFast("TermCounter", HostileTexts.from("a-", "'", "\u0301", "word ", "数"), text -> {
            TermCounter counter = new TermCounter();
            counter.add(text);
            counter.top(10);
        });
    }
}
