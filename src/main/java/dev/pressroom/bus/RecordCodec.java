package dev.pressroom.bus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Carries an immutable record: as it is within a node, as length-prefixed JSON between nodes. What a node of the next
 * version has added to a message is ignored: members, kinds of a sealed interface, which are read as null, and values of
 * enums. Vert.x drops messages whose name is not registered here.
 *
 * @param <T> a record with a {@link WireName}
 */
public final class RecordCodec<T> implements MessageCodec<T, T> {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .build();

    private final Class<T> type;
    private final String name;

    RecordCodec(Class<T> type) {
        this.type = type;
        this.name = Optional.ofNullable(type.getAnnotation(WireName.class))
                .map(WireName::value)
                .orElseThrow(() -> new IllegalArgumentException(type + " has no name for the wire"));
    }

    /** Makes {@code types} known to a bus, once per Vert.x instance. */
    public static void register(EventBus bus, Class<?>... types) {
        for (Class<?> type : types) {
            registerOne(bus, type);
        }
    }

    private static <T> void registerOne(EventBus bus, Class<T> type) {
        bus.registerDefaultCodec(type, new RecordCodec<>(type));
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        try {
            byte[] json = MAPPER.writeValueAsBytes(message);
            buffer.appendInt(json.length).appendBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        int start = position + Integer.BYTES;
        try {
            return MAPPER.readValue(buffer.getBytes(start, start + buffer.getInt(position)), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
