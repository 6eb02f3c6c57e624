package dev.pressroom.pipeline.website;

import dev.pressroom.base.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.BiConsumer;

/** Where the pipeline gets pages from. */
public interface PageSource {
    /**
     * Reads the page at an address that a stranger named. Fails with a {@link dev.pressroom.base.Failure} that tells the
     * site's owner why, or with {@code CANCELLED}.
     *
     * @param caller on whose behalf
     * @param onPhase told what is being done, and with which address, on the caller's context
     */
    Future<Reading> read(String url, String caller, Cancellation cancellation, BiConsumer<ScrapePhase, String> onPhase);

    /**
     * @param page as {@link dev.pressroom.page.Page#toJson} has it
     * @param host of the site, in lower case and without {@code www.}
     */
    record Reading(JsonObject page, String host, Instant at) {}
}
