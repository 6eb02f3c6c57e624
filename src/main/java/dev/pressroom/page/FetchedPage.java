package dev.pressroom.page;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A page as it was fetched.
 *
 * @param url the final URL, after redirects
 * @param contentType media type without parameters, such as {@code text/html}
 * @param html decoded; only the beginning of a long page
 * @param sheets linked style sheets of the same site
 * @param frames the pages of its frames, when it consists of frames
 */
public record FetchedPage(
        URI url, String contentType, String html, Instant fetchedAt, List<String> sheets, List<FetchedPage> frames) {
    public FetchedPage(URI url, String contentType, String html, Instant fetchedAt) {
        this(url, contentType, html, fetchedAt, List.of(), List.of());
    }
}
