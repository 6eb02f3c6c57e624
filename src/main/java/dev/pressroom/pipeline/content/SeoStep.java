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

/**
 * Measures how well the article can be found, and asks the model for its judgement beside the numbers. Output: {@code
 * seoAnalysis}.
 */
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
        return TextWork.run(post.getString("content"), () -> measured(post))
                .compose(measured -> judged(post, measured, context));
    }

    private static SeoFacts measured(JsonObject post) {
        return SeoFacts.of(
                post.getString("title"),
                post.getString("metaDescription", ""),
                post.getString("content"),
                post.getJsonArray("seoKeywords", new JsonArray()));
    }

    private Future<StepResult> judged(JsonObject post, SeoFacts measured, StepContext context) {
        JsonObject facts = new JsonObject()
                .put("topic", new JsonObject().put("title", post.getString("title")))
                .put("content", post.getString("content"))
                .put("measured", measured.json());
        return model.structure(Prompt.json(Task.SEO, facts, ContentSchemas.SEO), context.cancellation())
                .recover(SeoStep::withoutJudgement)
                .map(judgement -> result(SeoReport.of(measured, CleanText.of(judgement.value())), judgement.tokens()));
    }

    /** The numbers stand without the model's opinion: only an unusable answer is forgiven. */
    private static Future<Structured> withoutJudgement(Throwable cause) {
        boolean unusable = cause instanceof Failure failure && failure.code() == ErrorCode.MODEL_ANSWER_INVALID;
        return unusable ? Future.succeededFuture(new Structured(new JsonObject(), 0)) : Future.failedFuture(cause);
    }

    private static StepResult result(JsonObject analysis, int tokens) {
        JsonObject seo = new JsonObject().put("seoAnalysis", analysis);
        return new StepResult(seo, tokens, "seo-result", seo);
    }
}
