package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.TextWork;
import dev.pressroom.model.demo.Demo;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes by rules, without any provider: real articles from the given topic, audience and business, and analyses of
 * the page it is shown, streamed at a steady pace like a model's. The same facts give the same text.
 */
public final class DemoTextModel implements TextModel {
    /** A JSON answer takes as long as so many pieces of text. */
    private static final int PIECES_PER_ANSWER = 20;

    private final Vertx vertx;
    private final Duration pace;
    private final Demo demo;

    /** @param pace between two pieces of text; zero is as fast as it goes, still in many turns of the event loop */
    public DemoTextModel(Vertx vertx, Duration pace, long seed) {
        this.vertx = vertx;
        this.pace = pace;
        this.demo = new Demo(seed);
    }

    @Override
    public String name() {
        return "demo";
    }

    /** It reads the facts alone. */
    @Override
    public String promptVersion() {
        return "none";
    }

    @Override
    public Future<Prose> write(Prompt prompt, Consumer<String> onText, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            return Future.failedFuture(new Failure(ErrorCode.CANCELLED, "Cancelled"));
        }
        return answer(prompt, this::prose)
                .compose(text -> new PacedText(vertx, text, pace, onText, cancellation)
                        .stream().map(new Prose(text, tokens(prompt, text))));
    }

    @Override
    public Future<Structured> structure(Prompt prompt, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            return Future.failedFuture(new Failure(ErrorCode.CANCELLED, "Cancelled"));
        }
        return answer(prompt, this::json)
                .compose(answer -> PacedText.pause(vertx, pace.multipliedBy(PIECES_PER_ANSWER), cancellation)
                        .map(new Structured(answer, tokens(prompt, answer.encode()))));
    }

    /** Facts can be long: they are read on a worker thread. */
    private <T> Future<T> answer(Prompt prompt, Function<Prompt, T> work) {
        return TextWork.withTimeout(vertx.executeBlocking(() -> applied(prompt, work), false));
    }

    private static <T> T applied(Prompt prompt, Function<Prompt, T> work) {
        try {
            return work.apply(prompt);
        } catch (StackOverflowError tooDeep) {
            throw new Failure(ErrorCode.MODEL_REFUSED, "The text is too intricate for the demo model.", tooDeep);
        }
    }

    private String prose(Prompt prompt) {
        return switch (prompt.task()) {
            case Task.ARTICLE -> demo.article(prompt.facts());
            case Task.OPENING -> demo.opening(prompt.facts());
            default -> throw new IllegalArgumentException("the demo model writes no prose for " + prompt.task());
        };
    }

    private JsonObject json(Prompt prompt) {
        return switch (prompt.task()) {
            case Task.OUTLINE -> demo.outline(prompt.facts());
            case Task.VISUALS -> demo.visuals(prompt.facts());
            case Task.SEO -> demo.seo(prompt.facts());
            case Task.ANALYSIS -> demo.analysis(prompt.facts());
            case Task.INSIGHTS -> demo.insights(prompt.facts());
            case Task.AUDIENCE -> demo.audience(prompt.facts());
            case Task.PITCH -> demo.pitch(prompt.facts());
            default -> throw new IllegalArgumentException("the demo model has no answer to " + prompt.task());
        };
    }

    /** The usual estimate: four characters a token. */
    private static int tokens(Prompt prompt, String answer) {
        return (prompt.facts().encode().length() + answer.length()) / 4;
    }
}
