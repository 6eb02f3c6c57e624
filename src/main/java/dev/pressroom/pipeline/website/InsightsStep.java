package dev.pressroom.pipeline.website;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
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

/**
 * Adds 4 to 6 insight cards to the narrative, then the business profile, and ends it. Output: {@code cards}. Narrative
 * events: {@code insight-card}, {@code business-profile}, {@code narrative-complete}, {@code complete}.
 */
final class InsightsStep extends NamedStep {
    static final String NAME = "insights";
    private static final int MIN_CARDS = 4;
    private static final int MAX_CARDS = 6;

    private static final List<String> PROFILE = List.of(
            "businessName",
            "businessType",
            "description",
            "targetAudience",
            "brandVoice",
            "businessModel",
            "websiteGoals",
            "brandColors");

    private final TextModel model;

    InsightsStep(TextModel model) {
        super(NAME, StepTitles.AUDIENCES, 5);
        this.model = model;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        return context.part("cards", () -> cards(context)).compose(cards -> narrated(context, cards));
    }

    private Future<StepResult> cards(StepContext context) {
        JsonObject facts =
                new JsonObject().put("page", SitePage.of(context).facts()).put("analysis", AnalysisStep.facts(context));
        return model.structure(
                        Prompt.json(Task.INSIGHTS, facts, WebsiteSchemas.INSIGHTS)
                                .withParts("website.page", Task.INSIGHTS),
                        context.calls())
                .compose(answer -> {
                    JsonArray cards =
                            BoundedText.first(BoundedText.answer(answer.value()).getJsonArray("cards"), MAX_CARDS);
                    return cards.size() < MIN_CARDS
                            ? Future.failedFuture(new Failure(
                                    ErrorCode.MODEL_ANSWER_INVALID, "The model returned too few insights. Try again."))
                            : Future.succeededFuture(
                                    new StepResult(new JsonObject().put("cards", cards), answer.tokens(), List.of()));
                });
    }

    private static Future<StepResult> narrated(StepContext context, JsonObject cards) {
        cards.getJsonArray("cards")
                .forEach(card -> context.narrate("insight-card", content(((JsonObject) card).encode())));
        context.narrate("business-profile", content(profile(context).encode()));
        context.narrate("narrative-complete", content(""));
        return context.narrate("complete", new JsonObject()).map(new StepResult(cards, 0, List.of()));
    }

    private static JsonObject profile(StepContext context) {
        JsonObject analysis = context.output(AnalysisStep.NAME).getJsonObject("analysis");
        JsonObject profile = new JsonObject();
        PROFILE.forEach(member -> profile.put(member, analysis.getValue(member)));
        return profile;
    }

    private static JsonObject content(String content) {
        return new JsonObject().put("content", content);
    }
}
