package dev.pressroom.pipeline.website;

import dev.pressroom.base.CleanText;
import dev.pressroom.pipeline.NamedStep;
import dev.pressroom.pipeline.StepContext;
import dev.pressroom.pipeline.StepResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Reads the page. Output: a {@link SitePage}. Events: {@code scrape-phase} for each phase; {@code scrape-result} with
 * {@code url}, {@code title}, {@code metaDescription}, {@code headings} and {@code scrapedAt}.
 */
final class PageStep extends NamedStep {
    static final String NAME = "page";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final PageSource pages;

    PageStep(PageSource pages) {
        super(NAME, StepTitles.WEBSITE, 15);
        this.pages = pages;
    }

    @Override
    public Future<StepResult> run(StepContext context) {
        PhasePublisher publisher = new PhasePublisher(context);
        String url = CleanText.of(context.input().getString("url"));
        publisher.phase(ScrapePhase.START, url);
        return pages.read(url, context.tenant(), context.cancellation(), publisher::phase)
                .compose(reading -> publisher.all.map(read(reading, publisher)));
    }

    private static StepResult read(PageSource.Reading reading, PhasePublisher publisher) {
        SitePage site = new SitePage(CleanText.of(reading.page()), reading.host(), time(reading.at()));
        JsonObject event = new JsonObject()
                .put("url", site.url())
                .put("title", site.title())
                .put("metaDescription", site.page().getString("metaDescription"))
                .put("headings", site.headings())
                .put("scrapedAt", site.scrapedAt());
        return new StepResult(site.output(), 0, "scrape-result", event);
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }

    /** Publishes each phase as an event and in the narrative. */
    private static final class PhasePublisher {
        private final StepContext context;
        private Future<Void> all = Future.succeededFuture();

        PhasePublisher(StepContext context) {
            this.context = context;
        }

        void phase(ScrapePhase phase, String url) {
            context.progress(phase.share(), phase.message());
            JsonObject event = new JsonObject()
                    .put("phase", phase.wireName())
                    .put("message", phase.message())
                    .put("url", url);
            JsonObject narrativeEvent = new JsonObject()
                    .put("content", phase.message())
                    .put("progress", (int) Math.round(phase.share() * 100));
            all = Future.join(
                            all,
                            context.publish("scrape-phase", event),
                            context.narrate("analysis-status-update", narrativeEvent))
                    .mapEmpty();
        }
    }
}
