package dev.pressroom.http.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Markdown from outside as safe HTML. */
class MarkdownHtmlTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void headingsListsTablesAndEmphasisBecomeElements() {
        String html = html("## Water\n\n- *Less*\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n");

        assertThat(html).contains("<h2>Water</h2>", "<em>Less</em>", "<td>1</td>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "[a](javascript:alert(1))",
                "[a](JaVaScRiPt:alert(1))",
                "[a](java\nscript:alert(1))",
                "[a](&#106;avascript:alert(1))",
                "[a](vbscript:alert(1))",
                "[a](data:text/html;base64,PHNjcmlwdD4=)",
                "![a](data:image/svg+xml;base64,PHN2Zz4=)",
                "![a\" onerror=\"alert(1)](https://example.com/a.png)",
                "![a](https://example.com/a.png\" onerror=\"alert(1))",
                "<a href=\"javascript:alert(1)\">a</a>",
                "<a href=\" &#1; javascript:alert(1)\">a</a>",
                "<svg><script>alert(1)</script></svg>",
                "<svg onload=alert(1)>",
                "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
                "<iframe src=https://example.com></iframe>",
                "<form action=https://example.com><input name=a></form>",
                "<style>*{display:none}</style>",
                "<base href=https://example.com>",
                "<meta http-equiv=refresh content=0>",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
                "<!--><img src=x onerror=alert(1)>-->",
                "<p style=\"background:url(https://example.com)\">a</p>",
                "</article></main></body></html><script>alert(1)</script>"
            })
    void nothingActiveIsLeft(String markdown) {
        String html = html(markdown);

        assertThat(html.replace("&lt;", "").toLowerCase(java.util.Locale.ROOT))
                .doesNotContain(
                        "<script",
                        " onerror=alert",
                        " onload=",
                        "href=\"javascript",
                        "href=\"java",
                        "href=\"vbscript",
                        "href=\"data:",
                        "src=\"data:",
                        "<svg",
                        "<math",
                        "<iframe",
                        "<form",
                        "<input",
                        "<style",
                        "<base",
                        "<meta",
                        " style=",
                        "<noscript");
        assertThat(org.jsoup.Jsoup.parse(html).getAllElements().stream()
                        .flatMap(element -> element.attributes().asList().stream())
                        .filter(attribute -> attribute.getKey().startsWith("on")))
                .isEmpty();
    }

    @Test
    void relativeLinksAreKept() {
        assertThat(html("[Prices](/pricing)")).contains("href=\"/pricing\"");
    }

    @Test
    void theUrlsOfImagesAreMadeAbsolute() {
        String html = MarkdownHtml.of("![a](/images/1)", url -> "https://example.com" + url)
                .html();

        assertThat(html).contains("src=\"https://example.com/images/1\"");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void manyHostileParagraphsTakeBoundedTime(String unit) {
        String paragraph = unit.repeat(390 / unit.length()) + "\n\n";
        String markdown = paragraph.repeat(MEBIBYTE / 8 / paragraph.length());

        long before = cpuNanos();
        html(markdown);

        assertThat(Duration.ofNanos(cpuNanos() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aLongHostileParagraphTakesBoundedTime(String unit) {
        long before = cpuNanos();
        html(unit.repeat(19_900 / unit.length()));
        html(unit.repeat(MEBIBYTE / unit.length()));

        assertThat(Duration.ofNanos(cpuNanos() - before)).isLessThan(Duration.ofSeconds(10));
    }

    private static List<String> hostile() {
        return List.of(
                "[",
                "![",
                "[[[[]",
                "> ",
                ">",
                "- ",
                "1. ",
                "* a\n",
                "*a **a ",
                "*",
                "_a",
                "`",
                "`` ` ",
                "<a ",
                "<",
                "</",
                "<!--",
                "<![CDATA[",
                "<?",
                "&",
                "&#",
                "\\",
                "[a](",
                "[a](<b",
                "[a]: b\n",
                "![a](b",
                "[a][",
                "|",
                "| a ",
                "|a|\n|-|\n",
                "a\n=\n",
                "\t",
                "# ",
                "~~~\n",
                "<div>",
                "<b>",
                "<p><table>",
                "<ul><li>",
                "http://a ",
                "\n",
                "a",
                "![a](b \"",
                "*a_ ",
                "(((",
                "]",
                "* a\n\n",
                "[a]: b\n\n",
                "> a\n\n",
                "<b>\n\n",
                "<i>a</p>\n\n",
                "a\n\n");
    }

    @Test
    void deepNestingDoesNotOverflowTheStack() {
        String images = "![".repeat(100_000) + "a" + "](b)".repeat(100_000);
        String emphasis = "*a **a ".repeat(50_000) + "b** b*".repeat(50_000);

        assertThat(html(images)).isNotEmpty();
        assertThat(html(emphasis)).isNotEmpty();
        assertThat(html("> ".repeat(100_000) + "a")).isNotEmpty();
        assertThat(html("<b>".repeat(100_000) + "a")).isNotEmpty();
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String html(String markdown) {
        return MarkdownHtml.of(markdown, UnaryOperator.identity()).html();
    }
}
