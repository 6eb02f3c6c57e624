package dev.pressroom.config;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The price of a model: either per million tokens or per image.
 *
 * @param model the provider's name
 * @param input per million tokens of the prompt
 * @param output per million tokens of the answer
 * @param image per image
 */
public record ModelPrice(
        String model, Optional<BigDecimal> input, Optional<BigDecimal> output, Optional<BigDecimal> image) {
    private static final String PER_IMAGE = "per image";
    private static final int MAX_NAME_CHARACTERS = 200;

    /** Digits of a price before and after the decimal point. */
    private static final int MAX_DIGITS = 9;

    /** {@code NAME = INPUT / OUTPUT} or {@code NAME = PRICE per image}. */
    static SettingType<ModelPrice> type() {
        return SettingType.of(
                "a price such as \"gpt-4o-mini = 0.15 / 0.60\" or \"gpt-image-1 = 0.04 per image\"", ModelPrice::parse);
    }

    private static Optional<ModelPrice> parse(String text) {
        int equals = text.lastIndexOf('=');
        String name = text.substring(0, Math.max(0, equals)).strip();
        String price = text.substring(equals + 1).strip();
        if (name.isEmpty() || name.length() > MAX_NAME_CHARACTERS) {
            return Optional.empty();
        }
        if (price.endsWith(PER_IMAGE)) {
            return amount(price.substring(0, price.length() - PER_IMAGE.length()))
                    .map(image -> new ModelPrice(name, Optional.empty(), Optional.empty(), Optional.of(image)));
        }
        int slash = price.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        return amount(price.substring(0, slash))
                .flatMap(input -> amount(price.substring(slash + 1))
                        .map(output ->
                                new ModelPrice(name, Optional.of(input), Optional.of(output), Optional.empty())));
    }

    private static Optional<BigDecimal> amount(String text) {
        String digits = text.strip();
        boolean isDecimal = !digits.isEmpty()
                && digits.length() <= 2 * MAX_DIGITS + 1
                && digits.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
        try {
            return isDecimal
                    ? Optional.of(new BigDecimal(digits))
                            .filter(amount ->
                                    amount.scale() <= MAX_DIGITS && amount.precision() - amount.scale() <= MAX_DIGITS)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
