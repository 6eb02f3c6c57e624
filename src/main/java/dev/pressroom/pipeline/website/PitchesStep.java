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
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Writes a pitch for each audience: why it is worth writing for. Output and event {@code pitches-result}: {@code
 * scenarios}, each with {@code pitch}. Event {@code pitch-complete} for each.
 */
final class PitchesStep extends NamedStep {
    static final String NAME = "pitches";

    private final TextModel model;

    PitchesStep(TextModel model) {
        super(NAME, StepTitles.PITCHES, 15);
        this.model = model;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        return new EachScenario(
                        context,
                        context.output(AudiencesStep.NAME).getJsonArray("scenarios"),
                        "pitch-complete",
                        (audience, index) -> pitch(context, audience))
                .all()
                .map(scenarios -> {
                    JsonObject all = new JsonObject().put("scenarios", scenarios);
                    return new StepResult(all, 0, "pitches-result", all);
                });
    }

    private Future<StepResult> pitch(StepContext context, JsonObject audience) {
        JsonObject known = audience.copy();
        known.remove("pitch");
        known.remove("imageUrl");
        JsonObject facts =
                new JsonObject().put("analysis", AnalysisStep.facts(context)).put("audience", known);
        return model.structure(Prompt.json(Task.PITCH, facts, WebsiteSchemas.PITCH), context.calls())
                .compose(answer -> {
                    JsonObject pitch = BoundedText.answer(answer.value());
                    return pitch.getString("pitch").isBlank()
                            ? Future.failedFuture(
                                    new Failure(ErrorCode.MODEL_ANSWER_INVALID, "The model wrote no pitch. Try again."))
                            : Future.succeededFuture(new StepResult(pitch, answer.tokens(), List.of()));
                });
    }
}
