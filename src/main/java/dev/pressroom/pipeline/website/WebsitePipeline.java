package dev.pressroom.pipeline.website;

import dev.pressroom.job.JobType;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.TextModel;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.Step;
import java.time.Duration;
import java.util.List;

/**
 * Website analysis: the page, then what business it shows, its audiences, a pitch and a picture for each. Beside them a
 * narrative is told: its opening while the business is analysed, what stands out while the audiences are found.
 */
public final class WebsitePipeline implements Pipeline {
    private final Duration usual;
    private final List<List<Step>> stages;

    /** @param usual how long a job takes as a rule, with these models */
    public WebsitePipeline(
            PageSource pages,
            TextModel model,
            ImageModel images,
            ScenarioImages pictures,
            OrganizationIds organizations,
            Duration usual) {
        this.usual = usual;
        this.stages = List.of(
                List.of(new PageStep(pages)),
                List.of(new AnalysisStep(model, organizations), new OpeningStep(model)),
                List.of(new AudiencesStep(model), new InsightsStep(model)),
                List.of(new PitchesStep(model)),
                List.of(new ImagesStep(images, pictures)));
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
