package dev.pressroom.bus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Optional;

/**
 * A codec for immutable records: passed on unchanged within a node, encoded as length-prefixed JSON between nodes. Additions
 * of a newer version are ignored: unknown members; unknown subtypes of a sealed interface and unknown enum values are read
 * as null. Vert.x drops messages whose codec is not registered.
 *
 * <p>Vert.x encodes a message for each node that it is sent to; here the bytes of the last message are used again.
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

    /** The last message with its bytes. A weak reference, so that a large message is not kept. */
    private volatile WeakReference<Encoded> last = new WeakReference<>(null);

    private record Encoded(Object message, byte[] json) {}

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
        byte[] json = encoded(message);
        buffer.appendInt(json.length).appendBytes(json);
    }

    private byte[] encoded(T message) {
        Encoded before = last.get();
        if (before != null && before.message == message) {
            return before.json;
        }
        try {
            byte[] json = MAPPER.writeValueAsBytes(message);
            last = new WeakReference<>(new Encoded(message, json));
            return json;
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
