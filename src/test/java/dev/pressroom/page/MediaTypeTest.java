package dev.pressroom.page;

import dev.pressroom.support.HostileTexts;
import org.junit.jupiter.api.Test;

class MediaTypeTest {
    @Test
    void headersAreReadInLinearTime() {
        HostileTexts.assertReadFast(
                "MediaType", HostileTexts.from("text/", ";", "; charset", ";charset=", "text/html;"), MediaType::parse);
    }

    @Test
    void theBeginningOfAPageIsReadInLinearTime() {
        HostileTexts.assertReadFast(
                "Sniffing", HostileTexts.from("<meta ", "<?xml ", "<", "<!--", "<html"), MediaType::looksLikeHtml);
    }
}
