package dev.pressroom.pipeline.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordSplitterTest {
    private final List<String> told = new ArrayList<>();
    private final WordSplitter words = new WordSplitter(word -> {
        told.add(word);
        return Future.succeededFuture();
    });

    @Test
    void eachWordComesWithTheSpaceThatFollowsIt() {
        words.add("This is ");
        words.add("a site.");
        words.end();

        assertThat(told).containsExactly("This ", "is ", "a ", "site.");
    }

    @Test
    void aWordThatComesInPiecesIsToldWhole() {
        words.add("Gar");
        words.add("den");
        assertThat(told).isEmpty();
        words.add(" centre");
        words.end();

        assertThat(told).containsExactly("Garden ", "centre");
    }

    @Test
    void otherWhiteSpaceBecomesASingleSpaceAndNoneIsAtTheEnds() {
        words.add("\n  One\n\ntwo\t three \n");
        words.end();

        assertThat(words.text()).isEqualTo("One two three");
    }

    @Test
    void aTextThatWillNotEndIsCutBetweenWords() {
        words.add("endless ".repeat(74) + "unfitting ".repeat(2) + "end");
        words.end();

        assertThat(words.text()).hasSize(592);
        assertThat(told).allSatisfy(word -> assertThat(word.strip()).isEqualTo("endless"));
    }

    @Test
    void aWordThatWillNotEndIsLeftOut() {
        words.add("a".repeat(100_000));
        words.end();

        assertThat(told).isEmpty();
    }

    @Test
    void itIsToldWhenEveryWordIs() {
        WordSplitter failing = new WordSplitter(word -> Future.failedFuture("not told"));
        failing.add("one two");

        assertThat(failing.end().failed()).isTrue();
    }
}
