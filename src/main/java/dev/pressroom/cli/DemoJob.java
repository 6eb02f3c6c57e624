package dev.pressroom.cli;

import dev.pressroom.base.Chars;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One job, from its creation to its end, shown as it goes. */
final class DemoJob {
    private final ServiceClient service;
    private final Display display;
    private final ArticleText article;
    private final Clock clock;
    private volatile Optional<String> jobId = Optional.empty();
    private Optional<JsonObject> result = Optional.empty();
    private Optional<String> failure = Optional.empty();

    DemoJob(ServiceClient service, Display display, Clock clock) {
        this.service = service;
        this.display = display;
        this.article = new ArticleText(display);
        this.clock = clock;
    }

    /**
     * @param summary one line on what came of the job
     * @param text the article, or the analysis
     */
    record Outcome(String summary, String text) {}

    /** Runs the job; fails with a {@link CommandFailure} when it failed. */
    Future<Outcome> run(DemoRequest request) {
        Instant begun = clock.instant();
        return service.create(request)
                .onSuccess(created -> jobId = Optional.of(created))
                .compose(created -> service.events(created, this::take))
                .compose(ended -> outcome(request, Duration.between(begun, clock.instant())));
    }

    /** Gives the job up, if there is one already. */
    Future<Void> cancel() {
        return jobId.map(service::cancel).orElse(Future.succeededFuture());
    }

    private boolean take(Event event) {
        JsonObject data = event.data();
        switch (event.name()) {
            case "progress-update", "step-change" -> display.progress(Progress.of(data));
            case "content-chunk" -> article.piece(data.getInteger("offset", 0), data.getString("text", ""));
            case "complete" -> result = Optional.of(data.getJsonObject("result", new JsonObject()));
            case "failed" -> failure = Optional.of(reason(data));
            default -> {}
        }
        return result.isEmpty() && failure.isEmpty();
    }

    private static String reason(JsonObject data) {
        return TerminalText.line(
                data.getString("error", "no reason given") + " (" + data.getString("errorCode", "") + ")");
    }

    private Future<Outcome> outcome(DemoRequest request, Duration taken) {
        if (result.isPresent()) {
            Outcome outcome = switch (request.kind()) {
                case ARTICLE -> article(result.get().getJsonObject("data", new JsonObject()), taken);
                case ANALYSIS -> analysis(result.get(), taken);
            };
            article.complete(outcome.text());
            return Future.succeededFuture(outcome);
        }
        return Future.failedFuture(new CommandFailure(
                failure.map(reason -> "The job failed: " + reason).orElse("The stream of the job ended too early.")));
    }

    private static Outcome analysis(JsonObject result, Duration taken) {
        JsonObject analysis = result.getJsonObject("analysis", new JsonObject());
        String name = analysis.getString("businessName", "");
        String summary = "Analysed " + result.getString("url", "") + ": \"" + name + "\", in " + seconds(taken);
        return new Outcome(TerminalText.line(summary), result.encodePrettily());
    }

    private Outcome article(JsonObject data, Duration taken) {
        String content = data.getString("content", "");
        return new Outcome(summary(data, content.strip(), taken), content);
    }

    private static String seconds(Duration taken) {
        return String.format(Locale.ROOT, "%.1f s", taken.toMillis() / 1000.0);
    }

    private String summary(JsonObject data, String content, Duration taken) {
        int words = Chars.words(content).size();
        JsonObject made = data.getJsonObject("generationMetadata", new JsonObject());
        String model = made.getString("model", "");
        return TerminalText.line(saved() + ": \"" + data.getString("title", "")) + "\", " + words + " words in "
                + seconds(taken)
                + (model.equals("demo") ? ", a sample: no language model is connected" : "");
    }

    private String saved() {
        JsonObject post = result.get().getJsonObject("savedPost");
        return post == null
                ? "Done, not saved"
                : "Saved as post " + post.getString("id") + " (" + post.getString("status", "draft") + ")";
    }
}
