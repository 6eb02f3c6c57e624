package dev.pressroom.pipeline.content;

import dev.pressroom.job.JobType;
import dev.pressroom.model.TextModel;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Content generation: context, outline and article in sequence, then visuals and SEO in parallel. */
public final class ContentPipeline implements Pipeline {
    private final Duration usual;
    private final List<List<Step>> stages;
    private final ContentResult result;

    /** @param usual the typical duration of a job with this model */
    public ContentPipeline(TextModel model, OrganizationContexts contexts, Clock clock, Duration usual) {
        this.usual = usual;
        this.stages = List.of(
                List.of(new ContextStep(contexts)),
                List.of(new OutlineStep(model)),
                List.of(new ArticleStep(model)),
                List.of(new VisualsStep(model), new SeoStep(model)));
        this.result = new ContentResult(model.name(), model.promptVersion(), clock);
    }

    @Override
    public JobType type() {
        return JobType.CONTENT_GENERATION;
    }

    @Override
    public List<List<Step>> stages() {
        return stages;
    }

    @Override
    public Duration usualDuration() {
        return usual;
    }

    @Override
    public Product finish(Finished run) {
        return result.of(run);
    }
}
