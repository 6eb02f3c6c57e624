package dev.pressroom.post;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.image.BrandColors;
import dev.pressroom.image.Image;
import dev.pressroom.image.ImageStore;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.ImagePrompt;
import dev.pressroom.trace.TraceSpan;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Draws the missing images of a post, a few at a time, and stores them. */
final class PostImages {
    private static final int CONCURRENT = 4;
    private static final int MAX_IMAGES = 20;
    private static final int MAX_ATTEMPTS = 2;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final ImageStore images;
    private final ImageModel model;

    PostImages(Vertx vertx, ImageStore images, ImageModel model) {
        this.vertx = vertx;
        this.images = images;
        this.model = model;
    }

    /**
     * @param postId the post of the images
     * @param title of the article
     * @param timeout for drawing; images that are not ready then are missing
     * @return why each missing image is missing, by its id; empty when all exist
     */
    Future<Map<UUID, Failure>> draw(
            UUID postId,
            List<ImageSlot> slots,
            String title,
            Optional<BrandColors> colors,
            Duration timeout,
            CallScope scope) {
        Cancellation stop = new Cancellation();
        scope.cancellation().onCancel(stop::cancel);
        long timer = vertx.setTimer(Math.max(1, timeout.toMillis()), id -> stop.cancel());
        return images.existing(slots.stream().map(ImageSlot::imageId).toList())
                .compose(existing -> {
                    List<ImageSlot> missingSlots = slots.stream()
                            .filter(slot -> !existing.contains(slot.imageId()))
                            .toList();
                    return new Run(postId, title, colors, stop, scope.span()).all(missingSlots);
                })
                .compose(missing -> scope.cancellation().isCancelled()
                        ? Future.<Map<UUID, Failure>>failedFuture(new Failure(ErrorCode.CANCELLED, "Cancelled"))
                        : Future.succeededFuture(missing))
                .onComplete(done -> vertx.cancelTimer(timer));
    }

    private final class Run {
        private final UUID postId;
        private final String title;
        private final Optional<BrandColors> colors;
        private final Cancellation stop;
        private final TraceSpan span;
        private final Map<UUID, Failure> missing = new HashMap<>();

        Run(UUID postId, String title, Optional<BrandColors> colors, Cancellation stop, TraceSpan span) {
            this.postId = postId;
            this.span = span;
            this.title = title;
            this.colors = colors;
            this.stop = stop;
        }

        Future<Map<UUID, Failure>> all(List<ImageSlot> missingSlots) {
            missingSlots.stream().skip(MAX_IMAGES).forEach(slot -> missing.put(slot.imageId(), tooMany()));
            Iterator<ImageSlot> remaining =
                    missingSlots.stream().limit(MAX_IMAGES).iterator();
            List<Future<Void>> workers = IntStream.range(0, CONCURRENT)
                    .mapToObj(worker -> next(remaining))
                    .toList();
            return Future.join(workers).map(missing);
        }

        private Future<Void> next(Iterator<ImageSlot> remaining) {
            return remaining.hasNext()
                    ? one(remaining.next()).compose(done -> next(remaining))
                    : Future.succeededFuture();
        }

        /** Fails only when the image cannot be stored; then the whole request fails. */
        private Future<Void> one(ImageSlot slot) {
            return drawn(slot).transform(result -> {
                if (result.succeeded()) {
                    return images.save(slot.imageId(), postId, result.result());
                }
                missing.put(slot.imageId(), failure(result.cause()));
                return Future.succeededFuture();
            });
        }

        private Future<Image> drawn(ImageSlot slot) {
            return Future.succeededFuture()
                    .map(begun -> slot.prompt(title, colors))
                    .compose(prompt -> attempt(prompt, MAX_ATTEMPTS));
        }

        private Future<Image> attempt(ImagePrompt prompt, int attempts) {
            return model.draw(prompt, new CallScope(stop, usage -> {}, span))
                    .recover(cause -> attempts > 1 && cause instanceof Failure failure && mayRetry(failure)
                            ? pause(failure.retryAfter().orElse(PAUSE)).compose(v -> attempt(prompt, attempts - 1))
                            : Future.failedFuture(cause));
        }

        /** Only when the provider has not done any work that it charges for. */
        private boolean mayRetry(Failure failure) {
            boolean notStarted =
                    failure.code() == ErrorCode.MODEL_UNAVAILABLE || failure.code() == ErrorCode.MODEL_RATE_LIMITED;
            return notStarted
                    && !stop.isCancelled()
                    && failure.retryAfter().orElse(PAUSE).compareTo(MAX_PAUSE) <= 0;
        }

        private Future<Void> pause(Duration length) {
            Promise<Void> pause = Promise.promise();
            long timer = vertx.setTimer(Math.max(1, length.toMillis()), id -> pause.tryComplete());
            stop.onCancel(() -> {
                vertx.cancelTimer(timer);
                pause.tryFail(new Failure(ErrorCode.CANCELLED, "Cancelled"));
            });
            return pause.future();
        }

        private static Failure failure(Throwable cause) {
            if (cause instanceof Failure reason) {
                return reason.code() == ErrorCode.CANCELLED
                        ? new Failure(ErrorCode.MODEL_TIMEOUT, "The image was not ready in time.")
                        : reason;
            }
            return new Failure(ErrorCode.INTERNAL, "The image could not be generated.", cause);
        }

        private static Failure tooMany() {
            return new Failure(
                    ErrorCode.VALIDATION_FAILED,
                    "At most " + MAX_IMAGES
                            + " images are generated per request. Send the same content again for the others.");
        }
    }
}
