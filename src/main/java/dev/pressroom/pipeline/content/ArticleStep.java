package dev.pressroom.pipeline.content;

import dev.pressroom.base.CleanText;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.TextWork;
import dev.pressroom.model.Prompt;
import dev.pressroom.model.Task;
import dev.pressroom.model.TextModel;
import dev.pressroom.pipeline.NamedStep;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Writes the article and streams its text. Output: {@code title}, {@code subtitle}, {@code content} (Markdown), {@code
 * metaDescription}, {@code tags}, {@code seoKeywords}, {@code estimatedReadTime}, {@code internalLinks}, {@code
 * ctaSuggestions}, {@code ctas} and {@code preloadedTweets}, {@code preloadedArticles}, {@code preloadedVideos}. Event:
 * {@code blog-result} with the same members.
 */
final class ArticleStep extends NamedStep {
    static final String NAME = "article";
    private static final int TARGET_WORDS = 1000;

    private final TextModel model;

    ArticleStep(TextModel model) {
        super(NAME, "Writing the article", 65);
        this.model = model;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        ContentInput input = ContentInput.of(context.input());
        JsonObject organization = context.output(ContextStep.NAME).getJsonObject("organization");
        JsonObject outline = context.output(OutlineStep.NAME);
        JsonObject facts = input.facts(organization).put("outline", outline);
        String visuals = input.options().includeVisuals() ? "content.article.visuals" : "content.article.no-visuals";
        Prompt prompt = Prompt.prose(Task.ARTICLE, facts)
                .withParts(Task.ARTICLE, visuals)
                .withRequirements(WritingInstructions.of(input, organization));
        WordCount count = new WordCount();
        context.restartText();
        return model.write(prompt, chunk -> publish(context, CleanText.of(chunk), count), context.calls())
                .compose(prose -> result(input, organization, outline, prose));
    }

    private static void publish(StepContext context, String chunk, WordCount count) {
        context.text(chunk);
        count.add(chunk);
        context.progress(Math.min(0.99, (double) count.words() / TARGET_WORDS), count.words() + " words written");
    }

    private static Future<StepResult> result(
            ContentInput input, JsonObject organization, JsonObject outline, TextModel.Prose prose) {
        return TextWork.run(prose.text(), () -> post(input, organization, outline, content(prose)))
                .map(post -> new StepResult(post, prose.tokens(), List.of(new StepResult.Event("blog-result", post))));
    }

    private static String content(TextModel.Prose prose) {
        String content = CleanText.of(prose.text()).strip();
        if (content.isEmpty()) {
            throw new Failure(ErrorCode.MODEL_ANSWER_INVALID, "The answer of the model is empty. Try again.");
        }
        return content;
    }

    private static JsonObject post(ContentInput input, JsonObject organization, JsonObject outline, String content) {
        String title =
                outline.getString("title", "").isBlank() ? input.title() : CleanText.line(outline.getString("title"));
        return new JsonObject()
                .put("title", title)
                .put("subtitle", outline.getString("subtitle"))
                .put("content", content)
                .put("metaDescription", outline.getString("metaDescription"))
                .put("tags", outline.getJsonArray("tags"))
                .put("seoKeywords", outline.getJsonArray("seoKeywords"))
                .put("estimatedReadTime", ReadTime.of(content))
                .put("internalLinks", organization.getJsonArray("internalLinks", new JsonArray()))
                .put("ctaSuggestions", outline.getJsonArray("ctaSuggestions"))
                .put("ctas", input.ctas())
                .put("preloadedTweets", input.options().tweets())
                .put("preloadedArticles", input.options().articles())
                .put("preloadedVideos", input.options().videos());
    }

    /** Counts the words of a text that arrives in chunks; a word may be split between two of them. */
    private static final class WordCount {
        private int words;
        private boolean inWord;

        void add(String chunk) {
            chunk.codePoints().forEach(c -> {
                boolean space = Character.isWhitespace(c);
                words += !space && !inWord ? 1 : 0;
                inWord = !space;
            });
        }

        int words() {
            return words;
        }
    }
}
