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
 * A codec for immutable records: passed on unchanged within a node, encoded as length-prefixed JSON between nodes. Additions
 * of a newer version are ignored: unknown members; unknown subtypes of a sealed interface and unknown enum values are read
 * as null. Vert.x drops messages whose codec is not registered.
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
                .orElseThrow(() -> new IllegalArgumentException(type + " has no @WireName"));
    }

    /** Registers codecs for {@code types}, once per Vert.x instance. */
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
