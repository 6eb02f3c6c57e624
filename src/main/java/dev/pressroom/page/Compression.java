package dev.pressroom.page;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** How a body was packed (RFC 9110, section 8.4.1). */
enum Compression {
    NONE,
    GZIP,
    DEFLATE;

    private static final int PIECE = 16 << 10;
    private static final int ZLIB_METHOD = 8;

    /** @param header empty when there was none; a packing that was not asked for is none of these */
    static Optional<Compression> of(Optional<String> header) {
        return switch (header.orElse("").strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Optional.of(NONE);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            default -> Optional.empty();
        };
    }

    /**
     * The beginning of what was packed, as much as is kept.
     *
     * @throws dev.pressroom.base.Failure when it is more than is read at all, or broken
     */
    byte[] unpack(Buffer packed, Limits limits) {
        if (this == NONE) {
            return packed.getBytes();
        }
        try (InputStream in = stream(packed.getBytes())) {
            return read(in, limits);
        } catch (IOException broken) {
            throw PageFailures.unreadable(broken);
        }
    }

    private InputStream stream(byte[] packed) throws IOException {
        InputStream in = new ByteArrayInputStream(packed);
        return this == GZIP ? new GZIPInputStream(in, PIECE) : new InflaterInputStream(in, new Inflater(isRaw(packed)));
    }

    /** The standard wants a zlib header around the data; some servers never sent one. */
    private static boolean isRaw(byte[] packed) {
        boolean zlib = packed.length >= 2
                && (packed[0] & 0x0f) == ZLIB_METHOD
                && (((packed[0] & 0xff) << 8) | (packed[1] & 0xff)) % 31 == 0;
        return !zlib;
    }

    private static byte[] read(InputStream in, Limits limits) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        long whole = 0;
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            whole += count;
            if (whole > limits.most()) {
                throw PageFailures.tooLarge(limits.most());
            }
            kept.write(piece, 0, Math.min(count, limits.kept() - kept.size()));
        }
        return kept.toByteArray();
    }
}
