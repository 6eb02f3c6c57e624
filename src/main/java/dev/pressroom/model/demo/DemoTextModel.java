package dev.pressroom.model.demo;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.ModelUsage;
import dev.pressroom.base.TextWork;
import dev.pressroom.model.PacedText;
import dev.pressroom.model.Prompt;
import dev.pressroom.model.Task;
import dev.pressroom.model.TextModel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A text model without a provider. It answers with sample documents about the request, and with facts that are read or
 * counted in a page, and streams them at a fixed pace. The same prompt gives the same answer.
 */
public final class DemoTextModel implements TextModel {
    /** A JSON answer takes as long as this number of words. */
    private static final int WORDS_PER_JSON_ANSWER = 20;

    private final Vertx vertx;
    private final Duration pace;

    /** @param pace time between two words; zero: as fast as possible, still in many turns of the event loop */
    public DemoTextModel(Vertx vertx, Duration pace) {
        this.vertx = vertx;
        this.pace = pace;
    }

    @Override
    public String name() {
        return "demo";
    }

    /** {@code none}: the answers do not depend on the text of the prompts. */
    @Override
    public String promptVersion() {
        return "none";
    }

    @Override
    public Future<Prose> write(Prompt prompt, Consumer<String> onText, CallScope scope) {
        return answer(prompt, scope.cancellation(), DemoTextModel::prose)
                .compose(text -> new PacedText(vertx, text, pace, onText, scope.cancellation())
                        .stream().map(streamed -> new Prose(text, tokens(prompt, text, scope))));
    }

    @Override
    public Future<Structured> structure(Prompt prompt, CallScope scope) {
        return answer(prompt, scope.cancellation(), DemoTextModel::json)
                .compose(answer -> PacedText.pause(
                                vertx, pace.multipliedBy(WORDS_PER_JSON_ANSWER), scope.cancellation())
                        .map(paced -> new Structured(answer, tokens(prompt, answer.encode(), scope))));
    }

    /** Works on a worker thread, since facts can be long. */
    private <T> Future<T> answer(Prompt prompt, Cancellation cancellation, Function<Prompt, T> work) {
        if (cancellation.isCancelled()) {
            return Future.failedFuture(new Failure(ErrorCode.CANCELLED, "Cancelled"));
        }
        return TextWork.withTimeout(vertx.executeBlocking(() -> work.apply(prompt), false));
    }

    /** The answer to a prompt for prose. */
    public static String prose(Prompt prompt) {
        return switch (prompt.task()) {
            case Task.ARTICLE -> SampleArticle.of(SampleRequest.of(prompt));
            case Task.OPENING -> SampleAnalysis.opening(SamplePage.of(prompt.facts()));
            default -> throw new IllegalArgumentException("no sample for " + prompt.task());
        };
    }

    /** The answer to a prompt for JSON. */
    public static JsonObject json(Prompt prompt) {
        JsonObject facts = prompt.facts();
        return switch (prompt.task()) {
            case Task.OUTLINE -> SampleOutline.outline(SampleRequest.of(prompt));
            case Task.VISUALS -> SampleOutline.visuals(Plain.text(facts, "content"));
            case Task.SEO -> SampleOutline.seo();
            case Task.ANALYSIS -> SampleAnalysis.analysis(SamplePage.of(facts));
            case Task.INSIGHTS -> SampleAnalysis.insights(SamplePage.of(facts));
            case Task.AUDIENCE -> SampleAnalysis.audience(SamplePage.of(facts), facts.getInteger("index", 0));
            case Task.PITCH -> SampleAnalysis.pitch(facts);
            default -> throw new IllegalArgumentException("no sample for " + prompt.task());
        };
    }

    /** Reports the usual estimate, four characters a token, and returns its sum. */
    private int tokens(Prompt prompt, String answer, CallScope scope) {
        int facts = prompt.facts().encode().length();
        scope.onUsage().accept(ModelUsage.ofText(name(), facts / 4, answer.length() / 4));
        return (facts + answer.length()) / 4;
    }
}
