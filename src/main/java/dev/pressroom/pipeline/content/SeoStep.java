package dev.pressroom.pipeline.content;

import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.TextWork;
import dev.pressroom.model.Prompt;
import dev.pressroom.model.Task;
import dev.pressroom.model.TextModel;
import dev.pressroom.model.TextModel.Structured;
import dev.pressroom.pipeline.NamedStep;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Measures the article for search engines, and asks the model for an assessment. Output: {@code seoAnalysis}. */
final class SeoStep extends NamedStep {
    static final String NAME = "seo";

    private final TextModel model;

    SeoStep(TextModel model) {
        super(NAME, "Checking SEO", 10);
        this.model = model;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        JsonObject post = context.output(ArticleStep.NAME);
        String content = post.getString("content");
        return TextWork.run(content, () -> new Measured(facts(post), TopicUse.of(post.getString("title"), content)))
                .compose(measured -> judged(post, measured, context));
    }

    private record Measured(SeoFacts facts, TopicUse topic) {}

    private static SeoFacts facts(JsonObject post) {
        return SeoFacts.of(
                post.getString("title"),
                post.getString("metaDescription", ""),
                post.getString("content"),
                post.getJsonArray("seoKeywords", new JsonArray()));
    }

    private Future<StepResult> judged(JsonObject post, Measured measured, StepContext context) {
        JsonObject facts = new JsonObject()
                .put("topic", new JsonObject().put("title", post.getString("title")))
                .put("content", post.getString("content"))
                .put("measured", measured.facts().json());
        return model.structure(Prompt.json(Task.SEO, facts, ContentSchemas.SEO), context.calls())
                .recover(SeoStep::withoutJudgement)
                .map(judgement -> result(report(measured, judgement), judgement.tokens()));
    }

    /** An unusable answer is ignored, since the measurements are complete without it. Other failures remain. */
    private static Future<Structured> withoutJudgement(Throwable cause) {
        boolean unusable = cause instanceof Failure failure && failure.code() == ErrorCode.MODEL_ANSWER_INVALID;
        return unusable ? Future.succeededFuture(new Structured(new JsonObject(), 0)) : Future.failedFuture(cause);
    }

    private static JsonObject report(Measured measured, Structured judgement) {
        return SeoReport.of(measured.facts(), measured.topic(), CleanText.of(judgement.value()));
    }

    private static StepResult result(JsonObject analysis, int tokens) {
        JsonObject seo = new JsonObject().put("seoAnalysis", analysis);
        return new StepResult(seo, tokens, "seo-result", seo);
    }
}
