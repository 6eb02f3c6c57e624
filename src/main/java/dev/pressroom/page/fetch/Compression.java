package dev.pressroom.page.fetch;

import dev.pressroom.page.PageFailures;
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
import org.brotli.dec.BrotliInputStream;

/** How a body was packed (RFC 9110, section 8.4.1). */
enum Compression {
    NONE,
    GZIP,
    DEFLATE,
    BROTLI;

    /** All of them, for the Accept-Encoding header. */
    static final String OFFERED = "gzip, deflate, br";

    private static final int PIECE = 16 << 10;
    private static final int ZLIB_METHOD = 8;

    /** @param header empty when there was none; a packing that was not asked for is none of these */
    static Optional<Compression> of(Optional<String> header) {
        return switch (header.orElse("").strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> Optional.of(NONE);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            case "br" -> Optional.of(BROTLI);
            default -> Optional.empty();
        };
    }

    /**
     * The beginning of what was packed, as much as is kept.
     *
     * @throws dev.pressroom.base.Failure when it is more than is read at all, or broken
     */
    byte[] unpack(Buffer packed, FetchLimits limits) {
        if (this == NONE) {
            return packed.getBytes();
        }
        try (InputStream in = stream(packed.getBytes())) {
            return read(in, limits);
        } catch (IOException | IllegalStateException broken) {
            throw PageFailures.unreadable(broken);
        }
    }

    private InputStream stream(byte[] packed) throws IOException {
        InputStream in = new ByteArrayInputStream(packed);
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, PIECE);
            case DEFLATE -> new InflaterInputStream(in, new Inflater(isRaw(packed)));
            case BROTLI -> new BrotliInputStream(in, PIECE);
        };
    }

    /** Memory for unpacking itself: of Brotli its window, twice while it grows; of the others next to nothing. */
    long bytesToUnpack(Buffer packed) {
        return this == BROTLI && packed.length() > 0 ? 2L << brotliWindowBits(packed.getByte(0)) : 0;
    }

    /** The base-two logarithm of the window's size, from 10 to 24 (RFC 7932, section 9.1). */
    private static int brotliWindowBits(int first) {
        int large = first >> 1 & 7;
        int small = first >> 4 & 7;
        if ((first & 1) == 0) {
            return 16;
        }
        return large != 0 ? 17 + large : small == 0 ? 17 : 8 + small;
    }

    /** The standard wants a zlib header around the data; some servers never sent one. */
    private static boolean isRaw(byte[] packed) {
        boolean zlib = packed.length >= 2
                && (packed[0] & 0x0f) == ZLIB_METHOD
                && (((packed[0] & 0xff) << 8) | (packed[1] & 0xff)) % 31 == 0;
        return !zlib;
    }

    private static byte[] read(InputStream in, FetchLimits limits) throws IOException {
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
