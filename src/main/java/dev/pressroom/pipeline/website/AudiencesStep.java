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

/**
 * Finds {@value #COUNT} audiences one after another; each call gets the earlier ones. Output and event {@code
 * audiences-result}: {@code scenarios}. Event {@code audience-complete} for each.
 */
final class AudiencesStep extends NamedStep {
    static final String NAME = "audiences";
    static final int COUNT = 4;

    private final TextModel model;

    AudiencesStep(TextModel model) {
        super(NAME, StepTitles.AUDIENCES, 35);
        this.model = model;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        return next(context, new JsonArray()).map(scenarios -> {
            JsonObject all = new JsonObject().put("scenarios", scenarios);
            return new StepResult(all, 0, "audiences-result", all);
        });
    }

    private Future<JsonArray> next(StepContext context, JsonArray known) {
        int index = known.size();
        if (index == COUNT) {
            return Future.succeededFuture(known);
        }
        context.progress((double) index / COUNT, "Audience " + (index + 1) + " of " + COUNT);
        return context.part(Integer.toString(index), () -> audience(context, known))
                .compose(audience -> next(context, known.copy().add(audience)));
    }

    private Future<StepResult> audience(StepContext context, JsonArray known) {
        JsonObject facts = new JsonObject()
                .put("page", SitePage.of(context).facts())
                .put("analysis", AnalysisStep.facts(context))
                .put("known", known)
                .put("index", known.size());
        return model.structure(
                        Prompt.json(Task.AUDIENCE, facts, WebsiteSchemas.AUDIENCE)
                                .withParts("website.page", Task.AUDIENCE),
                        context.calls())
                .map(answer -> {
                    JsonObject audience =
                            BoundedText.answer(answer.value()).putNull("pitch").putNull("imageUrl");
                    return new StepResult(
                            audience, answer.tokens(), "audience-complete", new JsonObject().put("audience", audience));
                });
    }
}
