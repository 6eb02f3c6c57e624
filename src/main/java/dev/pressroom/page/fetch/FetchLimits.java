package dev.pressroom.page.fetch;

import dev.pressroom.config.Settings;
import java.time.Duration;

/**
 * What a page may cost.
 *
 * @param total from looking up the name to the last byte, redirects included
 * @param idle the longest silence of the site
 * @param connect of one try to connect, and of looking up a name
 * @param kept bytes of the page that are looked at, counted after decompression; the rest is left out
 * @param most a page of more bytes than this, counted after decompression, is refused
 */
public record FetchLimits(Duration total, Duration idle, Duration connect, int kept, int most) {
    /** Bytes of a style sheet that are read. */
    private static final int KEPT_OF_SHEET = 256 << 10;

    private static final int KEPT_OF_FRAME = 512 << 10;
    private static final int KEPT_OF_ERROR = 64 << 10;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(4);
    private static final int REFUSED_FROM = 4;

    public static FetchLimits of(Settings.Fetch settings) {
        return new FetchLimits(
                settings.timeout(),
                LONGEST_SILENCE,
                LONGEST_CONNECT,
                settings.maxSize(),
                settings.maxSize() * REFUSED_FROM);
    }

    /** Of a style sheet of the page. */
    FetchLimits ofSheet() {
        return keeping(KEPT_OF_SHEET);
    }

    /** Of a page that stands in a frame. */
    FetchLimits ofFrame() {
        return keeping(KEPT_OF_FRAME);
    }

    /** Of a page that comes with a status of 400 and above. */
    FetchLimits ofError() {
        return keeping(KEPT_OF_ERROR);
    }

    private FetchLimits keeping(int bytes) {
        int keptOfPart = Math.min(kept, bytes);
        return new FetchLimits(total, idle, connect, keptOfPart, keptOfPart * REFUSED_FROM);
    }
}
