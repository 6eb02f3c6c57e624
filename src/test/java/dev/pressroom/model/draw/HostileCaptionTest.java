package dev.pressroom.model.draw;

import dev.pressroom.support.HostileTexts;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileCaptionTest {
    private static final List<String> TEXTS =
            HostileTexts.from("e\u0301", "\u0301", "\u202e", "garden ", "a-", "👩‍💻", "…");

    @Test
    void captionsAreMadeFitToBeDrawnInBoundedTime() {
        HostileTexts.assertReadFast("Caption", TEXTS, Caption::clean);
        HostileTexts.assertReadFast("TextBlock", TEXTS, text -> TextBlock.lines(text, 200, 4, 20, false));
    }
}
