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

/** The content coding of a body (RFC 9110, section 8.4.1). */
enum Compression {
    NONE,
    GZIP,
    DEFLATE,
    BROTLI;

    /** The value of the Accept-Encoding header. */
    static final String OFFERED = "gzip, deflate, br";

    private static final int CHUNK_BYTES = 16 << 10;
    private static final int ZLIB_METHOD = 8;

    /**
     * Empty for a coding that was not offered.
     *
     * @param header Content-Encoding; empty when there was none
     */
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
     * Decompresses a body; returns at most {@code limits.keptBytes()} bytes.
     *
     * @throws dev.pressroom.base.Failure {@code PAGE_TOO_LARGE} for more than {@code limits.maxBytes()} bytes, {@code
     *     PAGE_UNREADABLE} when the data is broken
     */
    byte[] decompress(Buffer compressed, FetchLimits limits) {
        if (this == NONE) {
            return compressed.getBytes();
        }
        try (InputStream in = stream(compressed.getBytes())) {
            return read(in, limits);
        } catch (IOException | IllegalStateException broken) {
            throw PageFailures.unreadable(broken);
        }
    }

    private InputStream stream(byte[] compressed) throws IOException {
        InputStream in = new ByteArrayInputStream(compressed);
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, CHUNK_BYTES);
            case DEFLATE -> new InflaterInputStream(in, new Inflater(isRaw(compressed)));
            case BROTLI -> new BrotliInputStream(in, CHUNK_BYTES);
        };
    }

    /**
     * Bytes of memory for decompression itself: for Brotli its window, twice while it grows; negligible for the others.
     */
    long decompressionMemory(Buffer compressed) {
        return this == BROTLI && compressed.length() > 0 ? 2L << brotliWindowBits(compressed.getByte(0)) : 0;
    }

    /** The base-two logarithm of the window size, from 10 to 24 (RFC 7932, section 9.1). */
    private static int brotliWindowBits(int first) {
        int large = first >> 1 & 7;
        int small = first >> 4 & 7;
        if ((first & 1) == 0) {
            return 16;
        }
        return large != 0 ? 17 + large : small == 0 ? 17 : 8 + small;
    }

    /** The standard requires a zlib header around the data; some servers send it without. */
    private static boolean isRaw(byte[] compressed) {
        boolean zlib = compressed.length >= 2
                && (compressed[0] & 0x0f) == ZLIB_METHOD
                && (((compressed[0] & 0xff) << 8) | (compressed[1] & 0xff)) % 31 == 0;
        return !zlib;
    }

    private static byte[] read(InputStream in, FetchLimits limits) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        long total = 0;
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            total += count;
            if (total > limits.maxBytes()) {
                throw PageFailures.tooLarge(limits.maxBytes());
            }
            kept.write(chunk, 0, Math.min(count, limits.keptBytes() - kept.size()));
        }
        return kept.toByteArray();
    }
}
