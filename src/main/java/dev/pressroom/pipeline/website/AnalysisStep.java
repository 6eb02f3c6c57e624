package dev.pressroom.pipeline.website;

import dev.pressroom.model.Prompt;
import dev.pressroom.model.Task;
import dev.pressroom.model.TextModel;
import dev.pressroom.pipeline.NamedStep;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * Analyses the business from the page, and identifies its organization. Output: {@code analysis} with the members of
 * {@link WebsiteSchemas#ANALYSIS}, {@code contentIdeas} (titles), {@code contentIdeaDetails}, {@code brandColors},
 * {@code scenarios} (empty) and {@code organizationId}. Event: {@code analysis-result} with {@code url}, {@code
 * scrapedAt}, {@code analysis}, {@code metadata}, {@code organizationId}, {@code ctas}, {@code ctaCount} and {@code
 * hasSufficientCTAs}.
 */
final class AnalysisStep extends NamedStep {
    static final String NAME = "analysis";

    private final TextModel model;
    private final OrganizationIds organizations;

    AnalysisStep(TextModel model, OrganizationIds organizations) {
        super(NAME, StepTitles.WEBSITE, 15);
        this.model = model;
        this.organizations = organizations;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        SitePage site = SitePage.of(context);
        context.progress(0.1, "Analyzing business from content");
        return context.part("answer", () -> answer(context, site))
                .compose(answer -> organizations
                        .identify(context.owner(), site.host())
                        .map(organization -> result(site, answer.copy(), organization)));
    }

    private Future<StepResult> answer(StepContext context, SitePage site) {
        JsonObject facts = new JsonObject().put("page", site.facts());
        return model.structure(
                        Prompt.json(Task.ANALYSIS, facts, WebsiteSchemas.ANALYSIS)
                                .withParts("website.page", Task.ANALYSIS),
                        context.calls())
                .map(answer -> new StepResult(BoundedText.answer(answer.value()), answer.tokens(), List.of()));
    }

    private static StepResult result(SitePage site, JsonObject answer, UUID organization) {
        if (answer.getString("businessName").isBlank()) {
            answer.put("businessName", site.page().getString("siteName"));
        }
        JsonArray ideas = answer.getJsonArray("contentIdeas");
        JsonObject analysis = answer.put("contentIdeas", titles(ideas))
                .put("contentIdeaDetails", ideas)
                .put("brandColors", site.allBrandColors())
                .put("scenarios", new JsonArray())
                .put("organizationId", organization.toString());
        JsonObject event = site.withCtas(new JsonObject()
                .put("url", site.url())
                .put("scrapedAt", site.scrapedAt())
                .put("analysis", analysis)
                .put("metadata", site.metadata())
                .put("organizationId", organization.toString()));
        return new StepResult(new JsonObject().put("analysis", analysis), 0, "analysis-result", event);
    }

    /** The ideas as texts: the shape that clients of the analysis expect. */
    private static JsonArray titles(JsonArray ideas) {
        return new JsonArray(ideas.stream()
                .map(idea -> ((JsonObject) idea).getString("title"))
                .toList());
    }

    /** The facts of the analysis for later model calls: without ids, colours, scenarios and details of ideas. */
    static JsonObject facts(StepContext context) {
        JsonObject facts = context.output(NAME).getJsonObject("analysis").copy();
        facts.remove("organizationId");
        facts.remove("brandColors");
        facts.remove("scenarios");
        facts.remove("contentIdeaDetails");
        return facts;
    }
}
