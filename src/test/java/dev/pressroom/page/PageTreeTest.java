package dev.pressroom.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTreeTest {
    private static final int DEEPEST = 256;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<h1>x</h1>",
                "<b>",
                "<b><i><u><s><p>x",
                "<table><tr><td>x",
                "<!---->",
                "a<br>",
                "<p a=b c=d>x",
                "<div>"
            })
    void aTreeHasABoundedNumberOfNodesAndLevels(String piece) {
        Document tree = tree(piece.repeat(3_000_000 / piece.length()));
        AtomicInteger nodes = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        tree.traverse((node, depth) -> {
            nodes.incrementAndGet();
            deepest.accumulateAndGet(depth, Math::max);
        });

        assertThat(tree.getAllElements().size()).isLessThan(PageTree.MAX_ELEMENTS + 2 * DEEPEST);
        assertThat(nodes.get()).isLessThan(2 * PageTree.MAX_MARKUP + 2 * DEEPEST);
        assertThat(deepest.get()).isLessThan(2 * DEEPEST);
    }

    @Test
    void theBeginningOfAPageWithTooManyElementsIsThere() {
        Document tree = tree("<title>Long</title><p>first</p>" + "<p>more</p>".repeat(PageTree.MAX_ELEMENTS));

        assertThat(tree.title()).isEqualTo("Long");
        assertThat(tree.body().child(0).text()).isEqualTo("first");
    }

    @Test
    void anOrdinaryPageIsThereAsAWhole() {
        assertThat(tree("<p>first</p>" + "<p>more</p>".repeat(20_000) + "<p>last</p>")
                        .body()
                        .lastElementChild()
                        .text())
                .isEqualTo("last");
    }

    private static Document tree(String html) {
        return PageTree.of(new FetchedPage(URI.create("https://x.example/"), "text/html", html, Instant.EPOCH));
    }
}
