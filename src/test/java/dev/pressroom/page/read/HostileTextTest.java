package dev.pressroom.page.read;

import dev.pressroom.base.Failure;
import dev.pressroom.support.HostileTexts;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class HostileTextTest {
    private static final List<String> TEXTS = HostileTexts.from(
            "http://", "http://a.", "http://[", "a:", "%", "%2", "/", "../", "?", "xn--", "0x", "1.", ".");

    @Test
    void linksOfAPageAreReadInLinearTime() {
        PageLinks links = new PageLinks(URI.create("https://x.example/"));
        for (String scheme : List.of("", "mailto:", "tel:", "http://")) {
            reads("PageLinks " + scheme, text -> links.target(new Element("a").attr("href", scheme + text), "href"));
        }
    }

    @Test
    void wordsOfAPageAreReadInLinearTime() {
        List<String> words =
                HostileTexts.from("book a ", "try ", "cookie-", "hero ", "display:", "opacity:0", "\u200b");
        HostileTexts.assertReadFast("CleanLine", words, text -> CleanLine.of(text, 200));
        HostileTexts.assertReadFast("CtaWords", words, text -> {
            CtaWords.ofButton(text);
            CtaWords.ofLink(text);
            CtaWords.isControl(text);
        });
        HostileTexts.assertReadFast(
                "Visibility", words, text -> Visibility.isHidden(new Element("p").attr("style", text)));
        HostileTexts.assertReadFast(
                "ConsentBanners", words, text -> ConsentBanners.hasBannerName(new Element("p").attr("class", text)));
    }

    private static void reads(String reader, Consumer<String> read) {
        HostileTexts.assertReadFast(reader, TEXTS, text -> {
            try {
                read.accept(text);
            } catch (Failure | IllegalArgumentException refused) {
                // Most of these are no addresses.
            }
        });
    }
}
