package dev.pressroom.chaos;

import dev.pressroom.model.Task;
import dev.pressroom.support.FakeOpenAi;
import dev.pressroom.support.HostileServer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The web sites that strangers have analysed, and the model that writes what they want. */
final class HostileSources {
    private static final int HEADINGS = 200_000;
    private static final int MULTIPLYING_TAGS = 100_000;
    private static final long ZEROS = 50L << 20;
    private static final long DRIP_MILLIS = 500;
    private static final int MODEL_CHARS = 256 * 1024;

    private final HostileServer sites;
    private final FakeOpenAi model;
    private final List<String> pages = List.of("/headings", "/tags", "/packed", "/dripping");

    private HostileSources(HostileServer sites, FakeOpenAi model) {
        this.sites = sites;
        this.model = model;
    }

    static HostileSources start(Vertx vertx) {
        HostileServer sites = HostileServer.start(vertx);
        Buffer packed = HostileServer.gzip("<title>Packed</title>", ZEROS);
        sites.html("/headings", "<h1>A heading</h1>".repeat(HEADINGS))
                .html("/tags", "<b><i><u><s><p>x".repeat(MULTIPLYING_TAGS))
                .on(
                        "/packed",
                        request -> request.response()
                                .putHeader("content-type", "text/html")
                                .putHeader("content-encoding", "gzip")
                                .end(packed))
                .on("/dripping", sites.dripping(DRIP_MILLIS));
        return new HostileSources(sites, started(vertx));
    }

    private static FakeOpenAi started(Vertx vertx) {
        try {
            return FakeOpenAi.start(vertx).await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a node is given to reach them. */
    Map<String, String> environment() {
        return Map.of(
                "OPENAI_BASE_URL", model.baseUrl().toString(),
                "PRESSROOM_FETCH_ALLOW_PRIVATE", "on",
                "PRESSROOM_FETCH_TIMEOUT", "3s");
    }

    /** One of the pages, by chance. */
    String page() {
        return sites.url(pages.get(ThreadLocalRandom.current().nextInt(pages.size())))
                .toString();
    }

    /** The next article is full of what patterns look for and never finds its end; so is the judgement of it. */
    void spoilNextArticle() {
        String opening = ThreadLocalRandom.current().nextBoolean() ? "[a](" : "![a](";
        model.next(Task.ARTICLE, new FakeOpenAi.Behaviour.Text(opening.repeat(MODEL_CHARS / opening.length())));
        model.next(Task.SEO, new FakeOpenAi.Behaviour.Text("```json" + " ".repeat(MODEL_CHARS)));
    }
}
