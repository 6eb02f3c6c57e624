package dev.pressroom.image;

import dev.pressroom.base.Failure;
import dev.pressroom.support.HostileTexts;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostilePlaceholderTest {
    private static final List<String> TEXTS = HostileTexts.from(
            "![CHART:",
            "![IMAGE:",
            "![IMAGE:a:b]",
            "![CHART:bar|t|a|1]",
            "![CHART:bar|\"",
            "![",
            "![IMAGE:\\",
            "![IMAGE:[",
            "1e5",
            "1.",
            "$",
            "rgb(",
            "#");

    @Test
    void placeholdersAreFoundInLinearTime() {
        HostileTexts.assertReadFast("Placeholder", TEXTS, Placeholder::in);
        HostileTexts.assertReadFast("Placeholder", TEXTS, text -> Placeholder.replaced(text, one -> one.text()));
    }

    @Test
    void theValuesOfAChartAreReadInLinearTime() {
        HostileTexts.assertReadFast("Chart", TEXTS, text -> {
            try {
                Chart.of(text, text, List.of(text), List.of(text));
            } catch (Failure unreadable) {
                // Most of these are no numbers.
            }
        });
    }

    @Test
    void coloursOfASiteAreReadInLinearTime() {
        HostileTexts.assertReadFast(
                "BrandColors", TEXTS, text -> BrandColors.of(new JsonObject().put("primary", text)));
    }
}
