package dev.pressroom;

import dev.pressroom.base.Sources;
import dev.pressroom.config.Settings;
import dev.pressroom.job.JobType;
import dev.pressroom.job.OrganizationStore;
import dev.pressroom.model.Models;
import dev.pressroom.pipeline.Pipeline;
import dev.pressroom.pipeline.content.ContentPipeline;
import dev.pressroom.store.Database;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;

/** Makes the pipelines of a node: how each type of job that it runs is done. */
@FunctionalInterface
public interface Pipelines {
    /** Pieces of text in the demo model's article, roughly. */
    int DEMO_PIECES = 1000;

    /** The real ones, with the model that the settings name. */
    Pipelines STANDARD = (vertx, database, settings, sources) -> Map.of(
            JobType.CONTENT_GENERATION,
            new ContentPipeline(
                    Models.create(vertx, settings.model()),
                    new OrganizationStore(database)::context,
                    sources.clock(),
                    usual(settings.model())));

    /** The demo model takes as long as its pauses; a real one a minute as a rule. */
    private static Duration usual(Settings.Model model) {
        return model.isDemo() ? model.demoPace().multipliedBy(DEMO_PIECES) : Duration.ofMinutes(1);
    }

    Map<JobType, Pipeline> create(Vertx vertx, Database database, Settings settings, Sources sources);
}
