package dev.pressroom.pipeline.website;

import dev.pressroom.base.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.BiConsumer;

/** Fetches and reads pages. */
public interface PageSource {
    /**
     * Reads the page at a URL from an untrusted client. Fails with a {@link dev.pressroom.base.Failure} whose message
     * is for the owner of the site, or with {@code CANCELLED}.
     *
     * @param client whose concurrent DNS lookups share one limit
     * @param onPhase called with each phase and its URL, on the Vert.x context of the call
     */
    Future<Reading> read(String url, String client, Cancellation cancellation, BiConsumer<ScrapePhase, String> onPhase);

    /**
     * @param page the JSON of {@link dev.pressroom.page.Page#toJson}
     * @param host of the site, in lower case and without {@code www.}
     * @param at when the page was fetched
     */
    record Reading(JsonObject page, String host, Instant at) {}
}
