package dev.pressroom.pipeline;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.job.JobType;
import dev.pressroom.job.StepNames;
import dev.pressroom.model.demo.DemoTextModel;
import dev.pressroom.pipeline.content.ContentPipeline;
import dev.pressroom.pipeline.website.WebsitePipeline;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepNamesTest {
    private final Vertx vertx = Vertx.vertx();
    private final DemoTextModel model = new DemoTextModel(vertx, Duration.ZERO);

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, SECONDS);
    }

    @Test
    void theStagesOfAnArticleEqualThoseOfItsPipeline() {
        assertThat(StepNames.stages(JobType.CONTENT_GENERATION))
                .isEqualTo(names(new ContentPipeline(model, null, Clock.systemUTC(), Duration.ZERO)));
    }

    @Test
    void theStagesOfAWebsiteAnalysisEqualThoseOfItsPipeline() {
        assertThat(StepNames.stages(JobType.WEBSITE_ANALYSIS))
                .isEqualTo(names(new WebsitePipeline(null, model, null, null, null, Duration.ZERO)));
    }

    @Test
    void aStepRunsAgainWithTheStepsOfLaterStages() {
        assertThat(StepNames.from(JobType.CONTENT_GENERATION, "article")).containsExactly("article", "visuals", "seo");
    }

    @Test
    void aStepThatRunsInParallelIsKept() {
        assertThat(StepNames.keptBefore(JobType.WEBSITE_ANALYSIS, "insights"))
                .containsExactly("page", "analysis", "opening", "audiences");
    }

    @Test
    void anUnknownStepHasNoStepsToRunAgainAndNoneToKeep() {
        assertThat(StepNames.from(JobType.CONTENT_GENERATION, "page")).isEmpty();
        assertThat(StepNames.keptBefore(JobType.CONTENT_GENERATION, "page")).isEmpty();
    }

    private static List<List<String>> names(Pipeline pipeline) {
        return pipeline.stages().stream()
                .map(stage -> stage.stream().map(Step::name).toList())
                .toList();
    }
}
