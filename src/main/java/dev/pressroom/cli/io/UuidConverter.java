package dev.pressroom.cli.io;

import dev.pressroom.base.Chars;
import java.util.UUID;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a UUID in its usual form of 36 characters. */
public final class UuidConverter implements ITypeConverter<UUID> {
    @Override
    public UUID convert(String text) {
        if (!Chars.isUuid(text)) {
            throw new TypeConversionException("'" + text + "' is not a UUID");
        }
        return UUID.fromString(text);
    }
}
