package dev.pressroom.page;

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
public record Limits(Duration total, Duration idle, Duration connect, int kept, int most) {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(4);
    private static final int REFUSED_FROM = 4;

    public static Limits of(Settings.Fetch settings) {
        return new Limits(
                settings.timeout(),
                LONGEST_SILENCE,
                LONGEST_CONNECT,
                settings.maxSize(),
                settings.maxSize() * REFUSED_FROM);
    }
}
