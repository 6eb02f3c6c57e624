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

/** Reads the page, telling what it is at. Output: a {@link SitePage}. */
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
        Telling telling = new Telling(context);
        String url = CleanText.of(context.input().getString("url"));
        telling.phase(ScrapePhase.START, url);
        return pages.read(url, context.tenant(), context.cancellation(), telling::phase)
                .compose(reading -> telling.all.map(read(reading, telling)));
    }

    private static StepResult read(PageSource.Reading reading, Telling telling) {
        SitePage site = new SitePage(CleanText.of(reading.page()), reading.host(), time(reading.at()));
        JsonObject told = new JsonObject()
                .put("url", site.url())
                .put("title", site.title())
                .put("metaDescription", site.page().getString("metaDescription"))
                .put("headings", site.headings())
                .put("scrapedAt", site.scrapedAt());
        return new StepResult(site.output(), 0, "scrape-result", told);
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }

    /** Tells each phase to both streams. */
    private static final class Telling {
        private final StepContext context;
        private Future<Void> all = Future.succeededFuture();

        Telling(StepContext context) {
            this.context = context;
        }

        void phase(ScrapePhase phase, String url) {
            context.progress(phase.share(), phase.message());
            JsonObject told = new JsonObject()
                    .put("phase", phase.wireName())
                    .put("message", phase.message())
                    .put("url", url);
            JsonObject narrated = new JsonObject()
                    .put("content", phase.message())
                    .put("progress", (int) Math.round(phase.share() * 100));
            all = Future.join(
                            all,
                            context.tell("scrape-phase", told),
                            context.narrate("analysis-status-update", narrated))
                    .mapEmpty();
        }
    }
}
