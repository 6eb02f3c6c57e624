package dev.pressroom.pipeline.website;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.image.BrandColors;
import dev.pressroom.image.ImageStore;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.ImagePrompt;
import dev.pressroom.pipeline.NamedStep;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws an image for each audience; one that fails does not affect the others. Output and event {@code
 * scenarios-result}: {@code scenarios}, each with {@code imageUrl} (null when drawing failed). Event {@code
 * scenario-image-complete} for each.
 */
final class ImagesStep extends NamedStep {
    static final String NAME = "images";
    private static final Logger LOG = LoggerFactory.getLogger(ImagesStep.class);
    private static final int MAX_TITLE_CHARACTERS = 120;

    private final ImageModel model;
    private final ScenarioImages images;

    ImagesStep(ImageModel model, ScenarioImages images) {
        super(NAME, StepTitles.IMAGES, 10);
        this.model = model;
        this.images = images;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        return new EachScenario(
                        context,
                        context.output(PitchesStep.NAME).getJsonArray("scenarios"),
                        "scenario-image-complete",
                        (scenario, index) -> image(context, scenario, index))
                .all()
                .map(scenarios -> {
                    JsonObject all = new JsonObject().put("scenarios", scenarios);
                    return new StepResult(all, 0, "scenarios-result", all);
                });
    }

    /**
     * The id is derived from the job, the index and the scenario, so that an image drawn before a crash is not stored twice,
     * and one of a scenario that was made anew does not get the earlier image.
     */
    private Future<StepResult> image(StepContext context, JsonObject scenario, int index) {
        UUID id =
                UUID.nameUUIDFromBytes(("pressroom:scenario:" + context.jobId() + ":" + index + ":" + scenario.encode())
                        .getBytes(StandardCharsets.UTF_8));
        return model.draw(prompt(context, scenario), context.calls())
                .compose(image -> images.save(id, context.jobId(), image))
                .map(ImageStore.path(id))
                .recover(cause -> recoverWithoutImage(context, cause))
                .map(url -> new StepResult(new JsonObject().put("imageUrl", url), 0, List.of()));
    }

    private static ImagePrompt prompt(StepContext context, JsonObject scenario) {
        return ImagePrompt.picture(
                ImagePrompt.SCENARIO,
                scenario.getString("customerProblem"),
                heading(scenario.getJsonObject("targetSegment").getString("demographics")),
                BrandColors.of(SitePage.of(context).brandColors()));
    }

    /** The sentence cut to the length of a title, without its full stop. */
    private static String heading(String sentence) {
        String title = BoundedText.text(sentence.strip(), MAX_TITLE_CHARACTERS);
        return title.endsWith(".") ? title.substring(0, title.length() - 1) : title;
    }

    private static Future<String> recoverWithoutImage(StepContext context, Throwable cause) {
        boolean modelFailed =
                cause instanceof Failure failure && failure.code().name().startsWith("MODEL_");
        if (!modelFailed || context.cancellation().isCancelled()) {
            return Future.failedFuture(cause);
        }
        ErrorCode code = ((Failure) cause).code();
        LOG.atWarn()
                .addKeyValue("job", context.jobId())
                .addKeyValue("cause", code)
                .log("scenario has no image");
        return Future.succeededFuture(null);
    }
}
