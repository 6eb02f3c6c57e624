package dev.pressroom.page;

import java.net.URI;
import java.time.Instant;

/**
 * A page as it came.
 *
 * @param url where it was in the end, after redirects
 * @param contentType media type without parameters, such as {@code text/html}
 * @param html decoded; of a long page the beginning
 */
public record FetchedPage(URI url, String contentType, String html, Instant fetchedAt) {}
