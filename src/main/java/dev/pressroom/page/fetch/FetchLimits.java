package dev.pressroom.page.fetch;

import dev.pressroom.config.Settings;
import java.time.Duration;

/**
 * Bounds in time and size for one page.
 *
 * @param total from the DNS lookup to the last byte, redirects included
 * @param idle the longest time without any data
 * @param connect for one connection attempt
 * @param keptBytes bytes of the body that are read, after decompression; the rest is left out
 * @param maxBytes a body with more bytes than this, after decompression, is refused
 */
public record FetchLimits(Duration total, Duration idle, Duration connect, int keptBytes, int maxBytes) {
    private static final int SHEET_BYTES = 256 << 10;

    private static final int FRAME_BYTES = 512 << 10;
    private static final int ERROR_BYTES = 64 << 10;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(4);
    private static final int REFUSAL_FACTOR = 4;

    public static FetchLimits of(Settings.Fetch settings) {
        return new FetchLimits(
                settings.timeout(),
                IDLE_TIMEOUT,
                CONNECT_TIMEOUT,
                settings.maxSize(),
                settings.maxSize() * REFUSAL_FACTOR);
    }

    /** For a style sheet of a page. */
    FetchLimits forSheet() {
        return keeping(SHEET_BYTES);
    }

    /** For a page in a frame. */
    FetchLimits forFrame() {
        return keeping(FRAME_BYTES);
    }

    /** For a body with a status of 400 and above. */
    FetchLimits forError() {
        return keeping(ERROR_BYTES);
    }

    private FetchLimits keeping(int bytes) {
        int partBytes = Math.min(keptBytes, bytes);
        return new FetchLimits(total, idle, connect, partBytes, partBytes * REFUSAL_FACTOR);
    }
}
