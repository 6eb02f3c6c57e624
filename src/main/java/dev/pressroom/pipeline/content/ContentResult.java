package dev.pressroom.pipeline.content;

import dev.pressroom.image.Placeholder;
import dev.pressroom.pipeline.Pipeline.Finished;
import dev.pressroom.pipeline.Pipeline.Post;
import dev.pressroom.pipeline.Pipeline.Product;
import dev.pressroom.pipeline.Pipeline.Repeated;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;

/**
 * Builds the result for the client and the post to save from the outputs of the steps. Result: {@code success}, {@code
 * enhancedGeneration}, {@code data}, {@code savedPost}, {@code metadata} and {@code imageGeneration}.
 */
final class ContentResult {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String model;
    private final String promptVersion;
    private final Clock clock;

    ContentResult(String model, String promptVersion, Clock clock) {
        this.model = model;
        this.promptVersion = promptVersion;
        this.clock = clock;
    }

    Product of(Finished run) {
        ContentInput input = ContentInput.of(run.input());
        JsonObject context = run.outputs().of(ContextStep.NAME);
        Instant now = clock.instant();
        JsonObject data = data(run, context, now);
        Optional<Post> post = Optional.of(input)
                .filter(request -> request.options().autoSave())
                .map(request -> post(run, request, data));
        JsonObject result = new JsonObject()
                .put("success", true)
                .put("enhancedGeneration", true)
                .put("data", data)
                .put("savedPost", post.map(saved -> savedPost(saved, now)).orElse(null))
                .put("metadata", metadata(run, data, context))
                .put("imageGeneration", imageGeneration(run, input, data, post));
        return new Product(
                result,
                post,
                Optional.empty(),
                Optional.of(new Repeated(ArticleStep.NAME, "content", data.getString("content"))));
    }

    private JsonObject data(Finished run, JsonObject context, Instant now) {
        JsonObject seo = run.outputs().of(SeoStep.NAME).getJsonObject("seoAnalysis");
        int completeness = context.getInteger("completenessScore");
        return run.outputs()
                .of(ArticleStep.NAME)
                .copy()
                .put(
                        "visualContentSuggestions",
                        run.outputs().of(VisualsStep.NAME).getJsonArray("visualContentSuggestions"))
                .put("seoAnalysis", seo)
                .put("organizationContext", context)
                .put("qualityPrediction", Quality.prediction(completeness, seo.getInteger("overallScore")))
                .put("generationMetadata", generation(run, now));
    }

    private JsonObject generation(Finished run, Instant now) {
        return new JsonObject()
                .put("model", model)
                .put("promptVersion", promptVersion)
                .put("duration", run.duration().toMillis())
                .put("tokensUsed", run.tokens())
                .put("generatedAt", TIME.format(now));
    }

    /** The id is derived from the job id, so that settling a job twice saves one post. */
    private static Post post(Finished run, ContentInput input, JsonObject data) {
        UUID id = UUID.nameUUIDFromBytes(("pressroom:post:" + run.jobId()).getBytes(StandardCharsets.UTF_8));
        JsonObject meta = data.copy().put("topic_data", input.topic());
        if (!input.options().language().isEmpty()) {
            meta.put("language", input.options().language());
        }
        meta.remove("title");
        meta.remove("content");
        return new Post(
                id,
                data.getString("title"),
                data.getString("content"),
                input.options().status(),
                meta);
    }

    private static JsonObject savedPost(Post post, Instant now) {
        return new JsonObject()
                .put("id", post.id().toString())
                .put("title", post.title())
                .put("content", post.content())
                .put("status", post.status())
                .put("created_at", TIME.format(now));
    }

    private static JsonObject metadata(Finished run, JsonObject data, JsonObject context) {
        JsonArray visuals = data.getJsonArray("visualContentSuggestions");
        return new JsonObject()
                .put("generationTime", run.duration().toMillis())
                .put("tokensUsed", run.tokens())
                .put("qualityPrediction", data.getJsonObject("qualityPrediction"))
                .put("dataCompleteness", context.getInteger("completenessScore"))
                .put("visualSuggestions", visuals.size());
    }

    private static JsonObject imageGeneration(Finished run, ContentInput input, JsonObject data, Optional<Post> post) {
        boolean placeholders = !Placeholder.in(data.getString("content")).isEmpty();
        return new JsonObject()
                .put("hasPlaceholders", placeholders)
                .put("needsImageGeneration", placeholders && post.isPresent())
                .put("blogPostId", post.map(saved -> saved.id().toString()).orElse(null))
                .put("topic", input.topic())
                .put("organizationId", run.organizationId().map(UUID::toString).orElse(null));
    }
}
