package dev.pressroom.page.fetch;

import dev.pressroom.support.HostileTexts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostileCharsetTest {
    @Test
    void charsetsAreReadInLinearTime() {
        List<String> pages = HostileTexts.from("<meta ", "<meta charset", "<?xml ", "<", "<!--", "<html");
        HostileTexts.assertReadFast(
                "PageCharset",
                pages,
                text -> PageCharset.decode(text.getBytes(StandardCharsets.UTF_8), Optional.empty()));
    }
}
