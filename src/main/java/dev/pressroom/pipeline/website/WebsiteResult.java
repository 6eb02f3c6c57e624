package dev.pressroom.pipeline.website;

import dev.pressroom.pipeline.Pipeline.Finished;
import dev.pressroom.pipeline.Pipeline.OrganizationProfile;
import dev.pressroom.pipeline.Pipeline.Product;
import dev.pressroom.pipeline.Pipeline.Repeated;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;

/**
 * Builds the result for the client and the profile of the organization from the outputs of the steps. Result: {@code
 * success}, {@code url}, {@code scrapedAt}, {@code analysis}, {@code metadata}, {@code scenarios}, {@code
 * organizationId}, {@code ctas}, {@code ctaCount} and {@code hasSufficientCTAs}.
 */
final class WebsiteResult {
    private static final int MAX_LINKS = 20;

    private WebsiteResult() {}

    static Product of(Finished run) {
        SitePage site = SitePage.of(run.outputs().of(PageStep.NAME));
        JsonArray scenarios = run.outputs().of(ImagesStep.NAME).getJsonArray("scenarios");
        JsonObject analysis = run.outputs()
                .of(AnalysisStep.NAME)
                .getJsonObject("analysis")
                .copy()
                .put("scenarios", scenarios);
        String organization = analysis.getString("organizationId");
        JsonObject result = site.withCtas(new JsonObject()
                .put("success", true)
                .put("url", site.url())
                .put("scrapedAt", site.scrapedAt())
                .put("analysis", analysis)
                .put("metadata", site.metadata())
                .put("scenarios", scenarios)
                .put("organizationId", organization));
        return new Product(
                result,
                Optional.empty(),
                Optional.of(profile(site, analysis, UUID.fromString(organization))),
                Optional.of(new Repeated(ImagesStep.NAME, "scenarios", scenarios)));
    }

    private static OrganizationProfile profile(SitePage site, JsonObject analysis, UUID id) {
        String name = analysis.getString("businessName");
        JsonObject context = analysis.copy()
                .put("websiteUrl", site.url())
                .put("ctas", site.ctas())
                .put("internalLinks", BoundedText.first(site.links(), MAX_LINKS));
        context.remove("organizationId");
        return new OrganizationProfile(id, site.host(), name.isBlank() ? site.siteName() : name, context);
    }
}
