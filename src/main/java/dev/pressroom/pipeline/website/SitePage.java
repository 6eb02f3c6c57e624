package dev.pressroom.pipeline.website;

import dev.pressroom.pipeline.StepContext;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The page as it was read: the output of {@link PageStep}.
 *
 * @param page as {@link dev.pressroom.page.Page#toJson} has it
 * @param scrapedAt RFC 3339
 */
record SitePage(JsonObject page, String host, String scrapedAt) {
    /** Below this many, visitors who are ready to act may not find out how. */
    static final int SUFFICIENT_CTAS = 3;

    private static final List<String> BRAND_COLORS = List.of("primary", "secondary", "accent");
    private static final int LONGEST_TEXT = 16_000;
    private static final int MOST_HEADINGS = 60;
    private static final int MOST_CTAS = 20;
    private static final int MOST_LINKS = 30;

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

    /** Where the site shows fewer than three, its first stands in for the others; all are null where it shows none. */
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

    /** What the whole site is called, as far as the page says. */
    String siteName() {
        return page.getString("siteName").isBlank() ? host : page.getString("siteName");
    }

    /** What a model is told of the page: enough to understand it, and no more than a prompt should hold. */
    JsonObject facts() {
        return new JsonObject()
                .put("url", url())
                .put("title", title())
                .put("siteName", page.getString("siteName"))
                .put("metaDescription", page.getString("metaDescription"))
                .put("language", page.getString("language"))
                .put("headings", BoundedText.first(headings(), MOST_HEADINGS))
                .put("text", BoundedText.text(page.getString("text"), LONGEST_TEXT))
                .put("ctas", BoundedText.first(ctas(), MOST_CTAS))
                .put("links", BoundedText.first(links(), MOST_LINKS))
                .put("things", page.getJsonArray("things", new JsonArray()));
    }

    JsonObject metadata() {
        return new JsonObject().put("title", title()).put("headings", headings());
    }

    /** The members that an analysis and a result share. */
    JsonObject withCtas(JsonObject json) {
        return json.put("ctas", ctas())
                .put("ctaCount", ctas().size())
                .put("hasSufficientCTAs", ctas().size() >= SUFFICIENT_CTAS);
    }
}
