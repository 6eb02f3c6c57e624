package dev.pressroom.page;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * A page as it came.
 *
 * @param url where it was in the end, after redirects
 * @param contentType media type without parameters, such as {@code text/html}
 * @param html decoded; of a long page the beginning
 * @param sheets linked style sheets of the same site
 * @param frames the pages that it shows instead of its own content
 */
public record FetchedPage(
        URI url, String contentType, String html, Instant fetchedAt, List<String> sheets, List<FetchedPage> frames) {
    public FetchedPage(URI url, String contentType, String html, Instant fetchedAt) {
        this(url, contentType, html, fetchedAt, List.of(), List.of());
    }
}
