package dev.pressroom.page.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.Failure;
import dev.pressroom.page.FetchedPage;
import dev.pressroom.page.Page;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that are made to cost more than they weigh. */
class HugePageTest {
    private static final int SIZE = 2 << 20;

    /** Of the processor, not of the clock: other tests may be running. */
    private static final Duration BOUNDED = Duration.ofSeconds(5);

    private static final Map<String, String> PIECES = Map.ofEntries(
            Map.entry("nested blocks", "<div>"),
            Map.entry("nested formatting", "<b>"),
            Map.entry("formatting that is not closed in order", "<b><i><p>x</b></i>"),
            Map.entry("links in links", "<a href=/x><div>"),
            Map.entry("headings in headings", "<h1><div>x"),
            Map.entry("sections in sections", "<section class=hero><header>"),
            Map.entry("open buttons", "<button class=btn>Get started<div>"),
            Map.entry("forms", "<form action=/x><button>Sign up</button></form>"),
            Map.entry("tables in tables", "<table><tr><td>"),
            Map.entry("tables out of order", "<table><a>"),
            Map.entry("lists", "<ul><li>"),
            Map.entry("sheets", "<style>{{{{a:b;}}</style>"),
            Map.entry("styles", "<p style='background:red;a:b;c:d'>x"),
            Map.entry("entities", "&amp;&#x41;&notanentity;"),
            Map.entry("comments", "<!-- -- >x<!-->"),
            Map.entry("siblings", "<h2>x</h2><a href=/a class=btn>Buy</a>"),
            Map.entry("names", "<p class='btn cta hero header footer nav cookie' id='hero'>x"),
            Map.entry("vectors", "<svg><desc><p><math><mi>"),
            Map.entry("templates", "<template><select><option>"),
            Map.entry("metas", "<meta name=description content=x>"));

    static Stream<String> hostilePieces() {
        return PIECES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("hostilePieces")
    void aPageOfNothingButOneThingIsReadInBoundedTime(String piece) {
        String html = PIECES.get(piece).repeat(SIZE / PIECES.get(piece).length());
        bounded(() -> readOrRefuse("<p>x</p>" + html));
    }

    @Test
    void fortyThousandNestedBlocksDoNotOverflowTheStack() {
        Page page = read("<div>".repeat(40_000) + "<h1>Deep</h1><p>down</p>");
        assertThat(page.text()).contains("Deep").contains("down");
    }

    @Test
    void tenMegabytesOfText() {
        Page page = bounded(() -> read("<title>Long</title>" + "<p>Words upon words.</p>\n".repeat(420_000)));
        assertThat(page.title()).isEqualTo("Long");
        assertThat(page.text()).hasSizeBetween(11_900, 12_000);
    }

    @Test
    void oneSheetOfNothingButBracesIsReadInBoundedTime() {
        for (String brace : new String[] {"{", "}", "{a:b", "/*", "a{b:c;", ";", ":"}) {
            String css = brace.repeat(500_000 / brace.length());
            bounded(() -> read("<p>x<style>" + css + "</style>"));
        }
    }

    @Test
    void hugeAttributesAreCut() {
        String huge = "\"&lt;\\".repeat(100_000).replace("\"", "&quot;");
        Page page = read("<title>" + huge + "</title><meta name=description content=\"" + huge + "\"><h1 class=\""
                + huge
                + "\" id=\"" + huge + "\" style=\"" + huge + "\">" + huge + "</h1><a class=btn href=\"/" + huge + "\">"
                + huge + "</a><a class=btn href=/x>Buy" + huge + "</a>");
        assertThat(page.title()).hasSizeLessThanOrEqualTo(300);
        assertThat(page.metaDescription()).hasSizeLessThanOrEqualTo(600);
    }

    @Test
    void asJsonAPageStaysSmall() {
        StringBuilder html = new StringBuilder("<title>" + "\"\\".repeat(10_000) + "</title>");
        for (int i = 0; i < 3000; i++) {
            html.append("<h2>")
                    .append(i)
                    .append("\"\\".repeat(300))
                    .append("</h2><a class=btn href='/")
                    .append(i)
                    .append("a".repeat(450))
                    .append("'>Buy ")
                    .append(i)
                    .append("\"\\".repeat(200))
                    .append("</a>");
        }
        Page page = read(html.toString());
        assertThat(page.headings()).hasSize(60);
        assertThat(page.ctas()).hasSize(30);
        assertThat(page.links()).hasSize(60);
        assertThat(page.toJson().encode()).hasSizeLessThan(Page.MAX_JSON_CHARACTERS);
    }

    private static <T> T bounded(Supplier<T> work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        T made = work.get();
        long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
        assertThat(Duration.ofNanos(spent)).isLessThan(BOUNDED);
        return made;
    }

    private static Optional<Page> readOrRefuse(String html) {
        try {
            return Optional.of(read(html));
        } catch (Failure empty) {
            return Optional.empty();
        }
    }

    private static Page read(String html) {
        return PageReader.read(new FetchedPage(URI.create("https://huge.example/"), "text/html", html, Instant.EPOCH));
    }
}
