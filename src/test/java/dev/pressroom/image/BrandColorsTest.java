package dev.pressroom.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrandColorsTest {
    @ParameterizedTest
    @CsvSource({
        "#1F4E5F, #1f4e5f",
        "#abc, #aabbcc",
        "#abcd, #aabbcc",
        "#1f4e5fcc, #1f4e5f",
        "'rgb(31, 78, 95)', #1f4e5f",
        "'rgba(31,78,95,.5)', #1f4e5f",
        "rgb(31 78 95 / 50%), #1f4e5f"
    })
    void coloursAreReadAsTheyAreWrittenOnPages(String written, String hex) {
        assertThat(BrandColors.of(new JsonObject().put("primary", written))
                        .orElseThrow()
                        .primary())
                .isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "red\"/><script>", "#12", "#gggggg", "url(#a)", "rgb(1,2)"})
    void whatIsNoColourIsNone(String written) {
        assertThat(BrandColors.of(new JsonObject().put("primary", written))).isEmpty();
    }

    @Test
    void anotherStandsInForAMissingPrimary() {
        JsonObject colors =
                new JsonObject().putNull("primary").put("secondary", "#112233").put("accent", 7);

        assertThat(BrandColors.of(colors)).contains(new BrandColors("#112233", Optional.empty(), Optional.empty()));
    }
}
