package dev.pressroom.http.stream;

import dev.pressroom.image.ImageStore;
import dev.pressroom.job.EventStore;
import dev.pressroom.job.JobEvent;
import dev.pressroom.job.JobType;
import dev.pressroom.job.JobView;
import dev.pressroom.job.StepOutputs;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Streams a job to one client as a UI message of the AI SDK, always from its beginning. What the events do not have is read
 * from Postgres: the outline, the types of images, and the usage.
 */
final class UiMessageStream extends EventStream {
    private static final String IMAGE_EVENT = "scenario-image-complete";
    private static final String OUTLINE_STEP = "outline";
    private static final String INTERRUPTED =
            "This stream was closed before the end of the job. Open it again to continue.";

    private final StepOutputs steps;
    private final ImageStore images;
    private final UiMessage message;

    /** Text that waits until the outline has been read: the outline comes first. */
    private final List<Part> waiting = new ArrayList<>();

    private boolean outlineRead;
    private boolean readingOutline;

    private record Part(int offset, String text) {}

    /** For the parameters see {@link EventStream}. */
    UiMessageStream(
            StreamClient client, EventStore events, StepOutputs steps, ImageStore images, JobView job, Runnable onEnd) {
        super(client, events, job, 0, EventFilter.ALL, onEnd);
        this.steps = steps;
        this.images = images;
        this.message = new UiMessage(job.id(), chunk -> sendDurable(UiChunks.frame(chunk)));
    }

    private boolean isArticle() {
        return job().type() == JobType.CONTENT_GENERATION;
    }

    @Override
    void sendOpening() {
        message.start();
    }

    /** The protocol has no such chunk. */
    @Override
    void sendTimeoutWarning() {}

    @Override
    void sendInterruption(OptionalInt retryMillis) {
        message.fail(INTERRUPTED);
        send(UiChunks.DONE);
    }

    @Override
    boolean needsMore(List<JobEvent> page) {
        return isArticle() && !outlineRead || has(page, JobEvent.COMPLETE) || has(page, IMAGE_EVENT);
    }

    private static boolean has(List<JobEvent> page, String name) {
        return page.stream().anyMatch(event -> event.name().equals(name));
    }

    @Override
    Future<Void> readMore(List<JobEvent> page) {
        return readOutline(page)
                .compose(read -> has(page, IMAGE_EVENT) ? readImageTypes(page) : Future.succeededFuture())
                .compose(read -> has(page, JobEvent.COMPLETE) ? readUsage() : Future.succeededFuture());
    }

    private Future<Void> readOutline(List<JobEvent> page) {
        if (!isArticle() || outlineRead) {
            return Future.succeededFuture();
        }
        boolean isComplete = has(page, "blog-result");
        return steps.find(jobId(), OUTLINE_STEP)
                .onSuccess(found -> {
                    found.ifPresent(message::outline);
                    outlineRead = isComplete || found.isPresent();
                })
                .mapEmpty();
    }

    private Future<Void> readImageTypes(List<JobEvent> page) {
        Map<UUID, String> urls = page.stream()
                .filter(event -> event.name().equals(IMAGE_EVENT))
                .map(event -> new JsonObject(event.data()).getJsonObject("scenario"))
                .map(scenario -> scenario.getString("imageUrl"))
                .filter(Objects::nonNull)
                .map(ImageStore::idOf)
                .flatMap(Optional::stream)
                .collect(Collectors.toMap(Function.identity(), ImageStore::path, (one, other) -> one));
        return images.contentTypes(List.copyOf(urls.keySet()))
                .onSuccess(types -> types.forEach((id, type) -> message.imageType(urls.get(id), type)))
                .mapEmpty();
    }

    private Future<Void> readUsage() {
        return steps.usage(jobId()).onSuccess(message::usage).mapEmpty();
    }

    /**
     * Shows the events so far. If the article is of an earlier attempt, the running node is asked first whether it writes
     * another one.
     */
    @Override
    void goLive() {
        boolean isPerhapsWritten = message.articleAttempt() > 0
                && message.articleAttempt() < attempt()
                && job().lease().isPresent();
        if (!isPerhapsWritten) {
            message.show(0);
        }
        super.goLive();
        endWithMessage();
    }

    @Override
    public void textAnswered() {
        message.show(0);
        endWithMessage();
    }

    @Override
    void sendEvent(JobEvent event, SharedFrame frame) {
        sendWaiting();
        message.event(event);
        endWithMessage();
    }

    @Override
    void sendProgress(String data, Supplier<Buffer> frame) {
        if (hasRoom()) {
            message.progress(new JsonObject(data));
        }
    }

    @Override
    public void sendText(int offset, String part, Supplier<Buffer> frame) {
        waiting.add(new Part(offset, part));
        if (outlineRead) {
            sendWaiting();
        } else if (!readingOutline) {
            readingOutline = true;
            steps.find(jobId(), OUTLINE_STEP)
                    .onSuccess(found -> found.ifPresent(message::outline))
                    .onFailure(this::logNotRead)
                    .onComplete(read -> {
                        outlineRead = true;
                        sendWaiting();
                    });
        }
    }

    private void sendWaiting() {
        if (outlineRead && !waiting.isEmpty() && !isEnded()) {
            message.show(attempt());
            waiting.forEach(part -> message.text(part.offset(), part.text()));
            waiting.clear();
            endWithMessage();
        }
    }

    /** False when the client has the complete article of this attempt. */
    @Override
    public boolean acceptsText() {
        return isArticle() && message.articleAttempt() < attempt() && super.acceptsText();
    }

    private void endWithMessage() {
        if (message.isEnded() && !isEnded()) {
            send(UiChunks.DONE);
            finish();
        }
    }
}
