package dev.pressroom.cli;

import dev.pressroom.base.Chars;
import dev.pressroom.cli.io.CommandFailure;
import dev.pressroom.cli.io.EventParser;
import dev.pressroom.cli.io.TerminalText;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** One job from creation to end, with its events shown on a display. */
final class DemoJob {
    /** The job that a demo creates. */
    record Request(Kind kind, JsonObject body) {
        enum Kind {
            ARTICLE("/api/v1/jobs/content-generation"),
            ANALYSIS("/api/v1/jobs/website-analysis");

            private final String path;

            Kind(String path) {
                this.path = path;
            }

            String path() {
                return path;
            }
        }
    }

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
     * @param summary one line about the result
     * @param text the article, or the analysis
     */
    record Outcome(String summary, String text) {}

    /** Runs the job. Fails with a {@link CommandFailure} when the job fails. */
    Future<Outcome> run(Request request) {
        Instant start = clock.instant();
        return service.create(request)
                .onSuccess(created -> jobId = Optional.of(created))
                .compose(created -> service.events(created, this::handle))
                .compose(ended -> outcome(request, Duration.between(start, clock.instant())));
    }

    /** Cancels the job, if it was created already. */
    Future<Void> cancel() {
        return jobId.map(service::cancel).orElse(Future.succeededFuture());
    }

    /** @return true to continue reading events */
    private boolean handle(EventParser.Event event) {
        JsonObject data = event.data();
        switch (event.name()) {
            case "progress-update", "step-change" -> display.progress(Progress.of(data));
            case "content-chunk" -> article.add(data.getInteger("offset", 0), data.getString("text", ""));
            case "complete" -> result = Optional.of(data.getJsonObject("result", new JsonObject()));
            case "failed" -> failure = Optional.of(reason(data));
            default -> {}
        }
        return result.isEmpty() && failure.isEmpty();
    }

    private static String reason(JsonObject data) {
        return TerminalText.line(
                data.getString("error", "unknown error") + " (" + data.getString("errorCode", "") + ")");
    }

    private Future<Outcome> outcome(Request request, Duration runTime) {
        if (result.isPresent()) {
            return Future.succeededFuture(
                    switch (request.kind()) {
                        case ARTICLE -> article(result.get().getJsonObject("data", new JsonObject()), runTime);
                        case ANALYSIS -> analysis(result.get(), runTime);
                    });
        }
        return Future.failedFuture(new CommandFailure(
                failure.map(reason -> "The job failed: " + reason).orElse("The event stream ended before the job.")));
    }

    /** Shows the analysis. @return its outcome */
    private Outcome analysis(JsonObject result, Duration runTime) {
        JsonObject analysis = result.getJsonObject("analysis", new JsonObject());
        String name = analysis.getString("businessName", "");
        String summary = "Finished the analysis of " + result.getString("url", "") + ": \"" + name + "\", in "
                + seconds(runTime);
        String json = result.encodePrettily();
        display.data(TerminalText.of(json));
        return new Outcome(TerminalText.line(summary), json);
    }

    /** Shows the rest of the article. @return its outcome */
    private Outcome article(JsonObject data, Duration runTime) {
        String content = data.getString("content", "");
        article.complete(content);
        return new Outcome(summary(data, content.strip(), runTime), content);
    }

    private static String seconds(Duration runTime) {
        return String.format(Locale.ROOT, "%.1f s", runTime.toMillis() / 1000.0);
    }

    private String summary(JsonObject data, String content, Duration runTime) {
        int words = Chars.words(content).size();
        JsonObject metadata = data.getJsonObject("generationMetadata", new JsonObject());
        String model = metadata.getString("model", "");
        return TerminalText.line(saved() + ": \"" + data.getString("title", "")) + "\", " + words + " words in "
                + seconds(runTime)
                + (model.equals("demo") ? ", a sample: no language model is connected" : "");
    }

    private String saved() {
        JsonObject post = result.get().getJsonObject("savedPost");
        return post == null
                ? "Done, not saved"
                : "Saved as post " + post.getString("id") + " (" + post.getString("status", "draft") + ")";
    }
}
