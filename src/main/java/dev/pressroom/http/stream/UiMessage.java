package dev.pressroom.http.stream;

import dev.pressroom.job.JobEvent;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Translates the events of one job into the chunks of one UI message.
 *
 * <p>The replay is gathered first, and only the newest event of each kind is shown, so that the message of a job with
 * several attempts is the same for all who open it. Stages are entered in order, each once.
 */
final class UiMessage {
    static final String ANEW = "The text begins anew. Open the stream again to read it from its beginning.";

    private static final int OUTLINE_STAGE = 1;
    private static final int ARTICLE_STAGE = 2;

    /** @param endsStage whether no event of the stage follows */
    private record Place(int stage, boolean endsStage) {}

    private static final Map<String, Place> PLACES = Map.ofEntries(
            Map.entry(JobEvent.STEP_CHANGE, new Place(0, false)),
            Map.entry("context-result", new Place(0, true)),
            Map.entry("blog-result", new Place(ARTICLE_STAGE, true)),
            Map.entry("visuals-result", new Place(3, false)),
            Map.entry("seo-result", new Place(3, false)),
            Map.entry("scrape-phase", new Place(0, false)),
            Map.entry("scrape-result", new Place(0, true)),
            Map.entry("analysis-result", new Place(1, true)),
            Map.entry("audience-complete", new Place(2, false)),
            Map.entry("audiences-result", new Place(2, true)),
            Map.entry("pitch-complete", new Place(3, false)),
            Map.entry("pitches-result", new Place(3, true)),
            Map.entry("scenario-image-complete", new Place(4, false)),
            Map.entry("scenarios-result", new Place(4, false)));

    /** @param index of the audience; 0 for events that concern none */
    private record Gathered(JobEvent event, JsonObject data, int index) {
        String key() {
            return event.name() + index;
        }

        int stage() {
            return PLACES.get(event.name()).stage();
        }
    }

    private final UUID jobId;
    private final Consumer<JsonObject> out;
    private final Map<String, Gathered> replay = new HashMap<>();
    private final Map<String, String> imageTypes = new HashMap<>();
    private final UiText text = new UiText();
    private Optional<JsonObject> outline = Optional.empty();
    private JsonObject usage = new JsonObject();
    private boolean replaying = true;
    private boolean textStarted;
    private boolean textComplete;
    private int articleAttempt;
    private int audiences;
    private int stage = -1;
    private boolean ended;

    /** @param out receives each chunk */
    UiMessage(UUID jobId, Consumer<JsonObject> out) {
        this.jobId = jobId;
        this.out = out;
    }

    void start() {
        out.accept(UiChunks.start(jobId));
    }

    /** True after the last chunk of the message. */
    boolean isEnded() {
        return ended;
    }

    /** The newest attempt of which an event with the complete article has arrived; 0 before. */
    int articleAttempt() {
        return articleAttempt;
    }

    /** Sets the outline of the article. It is sent before the article. */
    void outline(JsonObject value) {
        outline = Optional.of(value);
    }

    /** Sets the content type of an image by its URL. */
    void imageType(String url, String contentType) {
        imageTypes.put(url, contentType);
    }

    /** Sets the usage of the job, which is sent when it has succeeded. */
    void usage(JsonObject value) {
        usage = value;
    }

    void progress(JsonObject data) {
        if (!ended) {
            out.accept(UiChunks.progress(data));
        }
    }

    /** A durable event has arrived. */
    void event(JobEvent event) {
        if (ended) {
            return;
        }
        if (event.isFinal()) {
            show(0);
            end(event);
        } else if (PLACES.containsKey(event.name())) {
            Gathered gathered = gathered(event);
            if (event.name().equals("blog-result")) {
                articleAttempt = event.attempt();
            }
            if (replaying) {
                replay.put(gathered.key(), gathered);
            } else {
                show(gathered);
            }
        }
    }

    private Gathered gathered(JobEvent event) {
        JsonObject data = new JsonObject(event.data());
        int index = switch (event.name()) {
            case "audience-complete" -> audiences++;
            case "pitch-complete", "scenario-image-complete" -> data.getInteger("index", 0);
            default -> 0;
        };
        if (event.name().equals("audiences-result")) {
            audiences = 0;
        }
        return new Gathered(event, data, index);
    }

    /** True until {@link #show(int)}. */
    boolean isReplaying() {
        return replaying;
    }

    /**
     * Shows the gathered events. From now on events are shown as they arrive.
     *
     * @param writing the attempt that writes the article now: events of earlier attempts about the article are outdated; 0
     *     when none does
     */
    void show(int writing) {
        if (!replaying) {
            return;
        }
        replaying = false;
        List<Gathered> all = new ArrayList<>(replay.values());
        replay.clear();
        all.sort(Comparator.comparingInt(Gathered::stage)
                .thenComparingInt(gathered -> gathered.event().seq()));
        for (Gathered gathered : all) {
            boolean isOutdated =
                    gathered.stage() >= ARTICLE_STAGE && gathered.event().attempt() < writing;
            if (!isOutdated) {
                show(gathered);
            }
        }
        if (outline.isPresent()) {
            enterArticle();
        }
    }

    private void show(Gathered gathered) {
        if (ended) {
            return;
        }
        Place place = PLACES.get(gathered.event().name());
        switch (gathered.event().name()) {
            case "blog-result" -> article(gathered.data().getString("content", ""));
            case "visuals-result" -> part(place, UiChunks.data("visuals", "visuals", gathered.data()));
            case "seo-result" -> part(place, UiChunks.data("seo", "seo", gathered.data()));
            case "analysis-result" -> part(place, UiChunks.data("analysis", "analysis", gathered.data()));
            case "audience-complete" ->
                audience(place, gathered, gathered.data().getJsonObject("audience"));
            case "pitch-complete" -> audience(place, gathered, gathered.data().getJsonObject("scenario"));
            case "scenario-image-complete" -> {
                JsonObject scenario = gathered.data().getJsonObject("scenario");
                audience(place, gathered, scenario);
                image(scenario.getString("imageUrl"));
            }
            default -> enter(place.stage());
        }
        if (place.endsStage() && !ended) {
            enter(place.stage() + 1);
        }
    }

    private void part(Place place, JsonObject chunk) {
        enter(place.stage());
        out.accept(chunk);
    }

    private void audience(Place place, Gathered gathered, JsonObject scenario) {
        JsonObject data = new JsonObject().put("index", gathered.index()).put("scenario", scenario);
        part(place, UiChunks.data("audience", "audience-" + gathered.index(), data));
    }

    /** An image that could not be drawn has no URL. */
    private void image(String url) {
        if (url != null && imageTypes.containsKey(url)) {
            out.accept(UiChunks.file(url, imageTypes.get(url)));
        }
    }

    /** @param offset 0 for the first part of a text */
    void text(int offset, String part) {
        if (ended) {
            return;
        }
        if (textComplete || offset == 0 && textStarted) {
            fail(ANEW);
            return;
        }
        enterArticle();
        send(text.append(part));
    }

    private void article(String content) {
        enterArticle();
        boolean isSame = text.isPrefixOf(content) && !(textComplete && text.length() < content.length());
        if (!isSame) {
            fail(ANEW);
            return;
        }
        send(text.rest(content));
        if (textStarted && !textComplete) {
            out.accept(UiChunks.textEnd());
        }
        textComplete = true;
    }

    private void send(String visible) {
        if (visible.isEmpty()) {
            return;
        }
        if (!textStarted) {
            textStarted = true;
            out.accept(UiChunks.textStart());
        }
        out.accept(UiChunks.textDelta(visible));
    }

    /** The outline precedes the article, in the stage before. */
    private void enterArticle() {
        if (stage < ARTICLE_STAGE) {
            enter(OUTLINE_STAGE);
            outline.ifPresent(value -> out.accept(UiChunks.data("outline", "outline", value)));
            enter(ARTICLE_STAGE);
        }
    }

    private void enter(int next) {
        while (stage < next) {
            finishStep();
            out.accept(UiChunks.startStep());
            stage++;
        }
    }

    private void finishStep() {
        if (stage >= 0) {
            out.accept(UiChunks.finishStep());
        }
    }

    private void end(JobEvent event) {
        if (ended) {
            return;
        }
        JsonObject data = new JsonObject(event.data());
        if (event.name().equals(JobEvent.COMPLETE)) {
            finishStep();
            out.accept(UiChunks.metadata(metadata(data.getJsonObject("result", new JsonObject()))));
            out.accept(UiChunks.finish());
            ended = true;
        } else {
            fail(data.getString("error", "The job failed."));
        }
    }

    private JsonObject metadata(JsonObject result) {
        JsonObject metadata = new JsonObject().put("jobId", jobId.toString()).put("usage", usage);
        if (result.getValue("savedPost") instanceof JsonObject post) {
            metadata.put("savedPost", new JsonObject().put("id", post.getString("id")));
        }
        return metadata;
    }

    /** Ends the message with an error. */
    void fail(String errorText) {
        if (!ended) {
            ended = true;
            out.accept(UiChunks.error(errorText));
        }
    }
}
