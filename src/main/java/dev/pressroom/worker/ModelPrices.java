package dev.pressroom.worker;

import dev.pressroom.base.ModelUsage;
import dev.pressroom.config.ModelPrice;
import dev.pressroom.config.ModelSettings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The prices of models, by name. */
public record ModelPrices(Map<String, ModelPrice> byModel, String currency) {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /** Decimal places of a cost, as the database stores it. */
    private static final int SCALE = 9;

    public static ModelPrices of(ModelSettings settings) {
        Map<String, ModelPrice> prices = new HashMap<>();
        settings.prices().forEach(price -> prices.putIfAbsent(price.model(), price));
        return new ModelPrices(prices, settings.currency());
    }

    /** The cost of a call; empty when its model has no price. */
    public Optional<BigDecimal> of(ModelUsage call) {
        return Optional.ofNullable(byModel.get(call.model())).map(price -> cost(price, call));
    }

    private static BigDecimal cost(ModelPrice price, ModelUsage call) {
        BigDecimal tokens =
                perToken(price.input(), call.inputTokens()).add(perToken(price.output(), call.outputTokens()));
        BigDecimal images = price.image().orElse(BigDecimal.ZERO).multiply(BigDecimal.valueOf(call.images()));
        return tokens.divide(MILLION, SCALE, RoundingMode.HALF_UP).add(images);
    }

    private static BigDecimal perToken(Optional<BigDecimal> price, int tokens) {
        return price.orElse(BigDecimal.ZERO).multiply(BigDecimal.valueOf(tokens));
    }
}
