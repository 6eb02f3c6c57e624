package dev.pressroom.pipeline.content;

import dev.pressroom.base.CleanText;
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

/**
 * Suggests pictures for the article. Output and event {@code visuals-result}: {@code visualContentSuggestions}; empty
 * when the request wants none or the answer of the model is unusable.
 */
final class VisualsStep extends NamedStep {
    static final String NAME = "visuals";

    private final TextModel model;

    VisualsStep(TextModel model) {
        super(NAME, "Planning visuals", 10);
        this.model = model;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        ContentInput input = ContentInput.of(context.input());
        if (!input.options().includeVisuals()) {
            return Future.succeededFuture(result(new JsonArray(), 0));
        }
        String content = context.output(ArticleStep.NAME).getString("content");
        JsonObject facts = new JsonObject()
                .put("topic", new JsonObject().put("title", input.title()))
                .put("business", ContentInput.given("type", input.businessType()))
                .put("content", content);
        return model.structure(Prompt.json(Task.VISUALS, facts, ContentSchemas.VISUALS), context.calls())
                .map(answer -> result(answer.value().getJsonArray("suggestions"), answer.tokens()))
                .recover(VisualsStep::withoutSuggestions);
    }

    /** An unusable answer is ignored, since the article is complete without suggestions. Other failures remain. */
    private static Future<StepResult> withoutSuggestions(Throwable cause) {
        boolean unusable = cause instanceof Failure failure && failure.code() == ErrorCode.MODEL_ANSWER_INVALID;
        return unusable ? Future.succeededFuture(result(new JsonArray(), 0)) : Future.failedFuture(cause);
    }

    private static StepResult result(JsonArray suggestions, int tokens) {
        JsonObject visuals = new JsonObject().put("visualContentSuggestions", CleanText.of(suggestions));
        return new StepResult(visuals, tokens, "visuals-result", visuals);
    }
}
