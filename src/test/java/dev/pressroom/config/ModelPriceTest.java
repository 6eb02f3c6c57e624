package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelPriceTest {
    @Test
    void aPriceOfTokensHasTwoAmounts() {
        ModelPrice price =
                ModelPrice.type().reader().apply("org/model:8b = 0.15 / 0.60").orElseThrow();

        assertThat(price.model()).isEqualTo("org/model:8b");
        assertThat(price.input()).contains(new BigDecimal("0.15"));
        assertThat(price.output()).contains(new BigDecimal("0.60"));
        assertThat(price.image()).isEmpty();
    }

    @Test
    void aPriceOfImagesHasOne() {
        ModelPrice price =
                ModelPrice.type().reader().apply("gpt-image-1 = 0.04 per image").orElseThrow();

        assertThat(price.image()).contains(new BigDecimal("0.04"));
        assertThat(price.input()).isEmpty();
    }

    @Test
    void otherTextsAreNoPrice() {
        for (String text : List.of(
                "",
                "=",
                "m",
                "m = ",
                "m = 1",
                "m = 1 / ",
                "= 1 / 2",
                "m = -1 / 2",
                "m = 1e9 / 2",
                "m = . / 2",
                "m = 1.0000000001 / 2",
                "m = 10000000000 / 2",
                "m = per image",
                "m = 1.2.3 / 1")) {
            assertThat(ModelPrice.type().reader().apply(text)).as(text).isEmpty();
        }
    }
}
