package dev.pressroom;

import dev.pressroom.base.Sources;
import dev.pressroom.config.ModelSettings;
import dev.pressroom.config.Settings;
import dev.pressroom.image.ImageStore;
import dev.pressroom.job.JobType;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.MeasuredTextModel;
import dev.pressroom.model.ModelMetrics;
import dev.pressroom.model.ModelSpans;
import dev.pressroom.model.TextModel;
import dev.pressroom.model.TracedTextModel;
import dev.pressroom.organization.OrganizationStore;
import dev.pressroom.page.fetch.SafeFetcher;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.content.ContentPipeline;
import dev.pressroom.pipeline.website.WebPages;
import dev.pressroom.pipeline.website.WebsitePipeline;
import dev.pressroom.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Creates the pipelines of a node, one per type of job that it runs. */
@FunctionalInterface
public interface Pipelines {
    /** Approximate number of text chunks in an article of the demo model. */
    int DEMO_PIECES = 750;

    /** As {@link #DEMO_PIECES}, for a website analysis, including the time for its images. */
    int DEMO_WEBSITE_PIECES = 200;

    /** The standard pipelines, with the models that the settings name. */
    Pipelines STANDARD = writtenBy(node -> Models.create(node.vertx, node.settings.model()));

    /** The standard pipelines, with another text model. */
    static Pipelines writtenBy(Function<Services, TextModel> models) {
        return node -> {
            Settings settings = node.settings;
            Sources sources = node.sources;
            TextModel model = new TracedTextModel(
                    new MeasuredTextModel(models.apply(node), node.modelMetrics),
                    new ModelSpans(Models.provider(settings.model())));
            OrganizationStore organizations = new OrganizationStore(node.database);
            return Map.of(
                    JobType.CONTENT_GENERATION,
                    new ContentPipeline(
                            model,
                            organizations::context,
                            sources.clock(),
                            expectedDuration(settings.model(), DEMO_PIECES)),
                    JobType.WEBSITE_ANALYSIS,
                    new WebsitePipeline(
                            new WebPages(
                                    node.vertx,
                                    SafeFetcher.of(node.vertx, settings.fetch(), sources.clock())
                                            .withMetrics(node.metrics)),
                            model,
                            node.images,
                            new ImageStore(node.database)::save,
                            organizations::identify,
                            expectedDuration(settings.model(), DEMO_WEBSITE_PIECES)));
        };
    }

    /** The usual duration of a job: with the demo model the sum of its pauses, with other models one minute. */
    private static Duration expectedDuration(ModelSettings model, int demoPieces) {
        return model.isDemo() ? model.demoPace().multipliedBy(demoPieces) : Duration.ofMinutes(1);
    }

    /** @param images shared by the whole node, since its limit on concurrent calls is the limit of the node */
    record Services(
            Vertx vertx,
            Database database,
            Settings settings,
            Sources sources,
            ImageModel images,
            ModelMetrics modelMetrics,
            MeterRegistry metrics) {}

    /** Creates one pipeline per type of job. Called once, when the workers of the node start. */
    Map<JobType, Pipeline> create(Services node);
}
