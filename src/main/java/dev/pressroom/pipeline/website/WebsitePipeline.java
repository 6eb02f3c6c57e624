package dev.pressroom.pipeline.website;

import dev.pressroom.job.JobType;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.TextModel;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import java.time.Duration;
import java.util.List;

/**
 * Website analysis: page, business, audiences, a pitch for each audience, an image for each. The narrative is written
 * in parallel: its opening during the analysis, the insights during the audiences.
 */
public final class WebsitePipeline implements Pipeline {
    private final Duration usual;
    private final List<List<Step>> stages;

    /** @param usual the typical duration of a job with these models */
    public WebsitePipeline(
            PageSource pages,
            TextModel model,
            ImageModel images,
            ScenarioImages scenarioImages,
            OrganizationIds organizations,
            Duration usual) {
        this.usual = usual;
        this.stages = List.of(
                List.of(new PageStep(pages)),
                List.of(new AnalysisStep(model, organizations), new OpeningStep(model)),
                List.of(new AudiencesStep(model), new InsightsStep(model)),
                List.of(new PitchesStep(model)),
                List.of(new ImagesStep(images, scenarioImages)));
    }

    @Override
    public JobType type() {
        return JobType.WEBSITE_ANALYSIS;
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
        return WebsiteResult.of(run);
    }
}
