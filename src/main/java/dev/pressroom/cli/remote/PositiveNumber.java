package dev.pressroom.cli.remote;

import dev.pressroom.base.Chars;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A whole number from 1 to 999,999,999. */
final class PositiveNumber implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
        if (!Chars.all(text, 1, 9, Chars::isDigit) || Integer.parseInt(text) == 0) {
            throw new TypeConversionException("'" + text + "' is not a whole number from 1 on");
        }
        return Integer.parseInt(text);
    }
}
