package dev.pressroom.cli.remote;

import dev.pressroom.base.Chars;
import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An amount of money, such as 250 or 99.50: at most 9 digits before and after the point. */
final class Amount implements ITypeConverter<BigDecimal> {
    private static final int MAX_DIGITS = 9;

    @Override
    public BigDecimal convert(String text) {
        int point = text.indexOf('.');
        boolean isAmount =
                point < 0 ? isNumber(text) : isNumber(text.substring(0, point)) && isNumber(text.substring(point + 1));
        if (!isAmount) {
            throw new TypeConversionException("'" + text + "' is not an amount such as 250 or 99.50");
        }
        return new BigDecimal(text);
    }

    private static boolean isNumber(String text) {
        return Chars.all(text, 1, MAX_DIGITS, Chars::isDigit);
    }
}
