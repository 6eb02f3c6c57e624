package dev.pressroom.page.style;

import dev.pressroom.support.HostileTexts;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileStyleTest {
    @Test
    void stylesAreReadInLinearTime() {
        List<String> sheets =
                HostileTexts.from("/*", "{", "a{b:c;", ";", "rgb(", "#", "var(--", "red ", "--a:#fff;", "*/");
        HostileTexts.assertReadFast("Styles", sheets, Styles::ofSheet);
        HostileTexts.assertReadFast("Styles", sheets, Styles::ofAttribute);
        HostileTexts.assertReadFast("CssColor", sheets, CssColor::first);
    }
}
