package dev.pressroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.base.ModelUsage;
import dev.pressroom.config.ModelPrice;
import dev.pressroom.job.StepUsage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UsageMeterTest {
    private final UsageMeter meter = new UsageMeter(new ModelPrices(
            Map.of(
                    "text",
                    new ModelPrice(
                            "text",
                            Optional.of(new BigDecimal("0.15")),
                            Optional.of(new BigDecimal("0.60")),
                            Optional.empty()),
                    "image",
                    new ModelPrice("image", Optional.empty(), Optional.empty(), Optional.of(new BigDecimal("0.04")))),
            "USD"));

    @Test
    void callsAreAddedUp() {
        meter.accept(ModelUsage.ofText("text", 1000, 100));
        meter.accept(ModelUsage.ofText("text", 1, 0));

        StepUsage usage = meter.take(5);

        assertThat(usage.inputTokens()).isEqualTo(1001);
        assertThat(usage.outputTokens()).isEqualTo(100);
        assertThat(usage.cost().orElseThrow()).isEqualByComparingTo("0.00021015");
        assertThat(usage.currency()).contains("USD");
    }

    @Test
    void imagesHaveTheirPrice() {
        meter.accept(new ModelUsage("image", 0, 0, 2));

        assertThat(meter.take(0).cost().orElseThrow()).isEqualByComparingTo("0.08");
    }

    @Test
    void withoutAPriceThereIsNoCost() {
        meter.accept(ModelUsage.ofText("text", 1000, 100));
        meter.accept(ModelUsage.ofText("other", 1000, 100));

        assertThat(meter.take(0).cost()).isEmpty();
    }

    @Test
    void withoutACallThereIsNoModelAndNoCost() {
        StepUsage usage = meter.take(0);

        assertThat(usage.model()).isEmpty();
        assertThat(usage.cost()).isEmpty();
    }

    @Test
    void whatWasTakenIsNotCountedAgain() {
        meter.accept(ModelUsage.ofText("other", 1000, 100));
        meter.take(0);
        meter.accept(ModelUsage.ofText("text", 10, 1));

        StepUsage usage = meter.take(0);

        assertThat(usage.inputTokens()).isEqualTo(10);
        assertThat(usage.cost()).isPresent();
    }

    @Test
    void aSumBeyondAnIntIsCut() {
        for (int i = 0; i < 30; i++) {
            meter.accept(ModelUsage.ofText("text", 100_000_000, 0));
        }

        assertThat(meter.take(0).inputTokens()).isEqualTo(Integer.MAX_VALUE);
    }
}
