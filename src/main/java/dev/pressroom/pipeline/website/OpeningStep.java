package dev.pressroom.pipeline.website;

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

/**
 * Opens the narrative with one or two sentences, streamed word by word. Output: {@code opening}. Narrative events:
 * {@code transition}, {@code analysis-chunk} for each word.
 */
final class OpeningStep extends NamedStep {
    static final String NAME = "opening";

    private final TextModel model;

    OpeningStep(TextModel model) {
        super(NAME, StepTitles.WEBSITE, 5);
        this.model = model;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        SitePage site = SitePage.of(context);
        JsonObject facts = new JsonObject().put("page", site.facts());
        WordSplitter words =
                new WordSplitter(word -> context.narrate("analysis-chunk", new JsonObject().put("content", word)));
        Future<Void> transition = context.narrate(
                "transition",
                new JsonObject().put("content", "The page of " + site.siteName() + " has been read. Findings:"));
        return model.write(
                        Prompt.prose(Task.OPENING, facts).withParts("website.page", Task.OPENING),
                        chunk -> words.add(CleanText.of(chunk)),
                        context.calls())
                .compose(prose -> words.end()
                        .compose(stored -> transition)
                        .map(stored -> new StepResult(
                                new JsonObject().put("opening", words.text()), prose.tokens(), List.of())));
    }
}
