package dev.pressroom.pipeline.content;

import dev.pressroom.base.CleanText;
import dev.pressroom.model.Prompt;
import dev.pressroom.model.Task;
import dev.pressroom.model.TextModel;
import dev.pressroom.pipeline.NamedStep;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Plans the article. Output: an object of the schema {@link ContentSchemas#OUTLINE}. */
final class OutlineStep extends NamedStep {
    static final String NAME = "outline";

    private final TextModel model;

    OutlineStep(TextModel model) {
        super(NAME, "Outlining", 10);
        this.model = model;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        ContentInput input = ContentInput.of(context.input());
        JsonObject organization = context.output(ContextStep.NAME).getJsonObject("organization");
        Prompt prompt = Prompt.json(Task.OUTLINE, input.facts(organization), ContentSchemas.OUTLINE)
                .withRequirements(WritingInstructions.of(input, organization));
        return model.structure(prompt, context.calls())
                .map(answer -> new StepResult(CleanText.of(answer.value()), answer.tokens(), List.of()));
    }
}
