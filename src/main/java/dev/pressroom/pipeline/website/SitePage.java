package dev.pressroom.pipeline.website;

import dev.pressroom.pipeline.StepContext;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The page as it was read: the output of {@link PageStep}, with the members {@code page}, {@code host} and {@code
 * scrapedAt}.
 *
 * @param page the JSON of {@link dev.pressroom.page.Page#toJson}
 * @param host in lower case and without {@code www.}
 * @param scrapedAt RFC 3339
 */
record SitePage(JsonObject page, String host, String scrapedAt) {
    /** With fewer calls to action, {@code hasSufficientCTAs} is false. */
    static final int SUFFICIENT_CTAS = 3;

    private static final List<String> BRAND_COLORS = List.of("primary", "secondary", "accent");
    private static final int MAX_TEXT_CHARACTERS = 16_000;
    private static final int MAX_HEADINGS = 60;
    private static final int MAX_CTAS = 20;
    private static final int MAX_LINKS = 30;

    static SitePage of(StepContext context) {
        return of(context.output(PageStep.NAME));
    }

    static SitePage of(JsonObject output) {
        return new SitePage(output.getJsonObject("page"), output.getString("host"), output.getString("scrapedAt"));
    }

    JsonObject output() {
        return new JsonObject().put("page", page).put("host", host).put("scrapedAt", scrapedAt);
    }

    String url() {
        return page.getString("url");
    }

    String title() {
        return page.getString("title");
    }

    JsonArray headings() {
        return page.getJsonArray("headings");
    }

    JsonArray ctas() {
        return page.getJsonArray("ctas");
    }

    JsonArray links() {
        return page.getJsonArray("links");
    }

    JsonObject brandColors() {
        return page.getJsonObject("brandColors");
    }

    /** All three colours: the first found one replaces missing ones; all are null when none was found. */
    JsonObject allBrandColors() {
        JsonObject found = brandColors();
        String first = BRAND_COLORS.stream()
                .map(found::getString)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        JsonObject all = new JsonObject();
        BRAND_COLORS.forEach(
                name -> all.put(name, Optional.ofNullable(found.getString(name)).orElse(first)));
        return all;
    }

    /** The name of the whole site; its host when the page does not give one. */
    String siteName() {
        return page.getString("siteName").isBlank() ? host : page.getString("siteName");
    }

    /** The facts of the page for a model call, cut to fit into a prompt. */
    JsonObject facts() {
        return new JsonObject()
                .put("url", url())
                .put("title", title())
                .put("siteName", page.getString("siteName"))
                .put("metaDescription", page.getString("metaDescription"))
                .put("language", page.getString("language"))
                .put("headings", BoundedText.first(headings(), MAX_HEADINGS))
                .put("text", BoundedText.text(page.getString("text"), MAX_TEXT_CHARACTERS))
                .put("ctas", BoundedText.first(ctas(), MAX_CTAS))
                .put("links", BoundedText.first(links(), MAX_LINKS))
                .put("things", page.getJsonArray("things", new JsonArray()));
    }

    JsonObject metadata() {
        return new JsonObject().put("title", title()).put("headings", headings());
    }

    /** Adds the members {@code ctas}, {@code ctaCount} and {@code hasSufficientCTAs}. */
    JsonObject withCtas(JsonObject json) {
        return json.put("ctas", ctas())
                .put("ctaCount", ctas().size())
                .put("hasSufficientCTAs", ctas().size() >= SUFFICIENT_CTAS);
    }
}
