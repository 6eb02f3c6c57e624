package dev.pressroom.post;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.image.BrandColors;
import dev.pressroom.image.Image;
import dev.pressroom.image.ImageStore;
import dev.pressroom.model.ImageModel;
import dev.pressroom.model.ImagePrompt;
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

/** Sees to it that the images of some spots exist: looks which do, draws the others a few at a time, stores them. */
final class PostImages {
    private static final int AT_ONCE = 4;
    private static final int MOST = 20;
    private static final int TRIES = 2;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final ImageStore images;
    private final ImageModel model;

    PostImages(Vertx vertx, ImageStore images, ImageModel model) {
        this.vertx = vertx;
        this.images = images;
        this.model = model;
    }

    /**
     * @param title of the article
     * @param within how long drawing may take; what is not done then is missing
     * @return why an image is missing, by the id that it would have; empty when all are there
     */
    Future<Map<UUID, Failure>> draw(
            List<ImageSlot> spots,
            String title,
            Optional<BrandColors> colors,
            Duration within,
            Cancellation cancellation) {
        Cancellation over = new Cancellation();
        cancellation.onCancel(over::cancel);
        long timer = vertx.setTimer(Math.max(1, within.toMillis()), id -> over.cancel());
        return images.existing(spots.stream().map(ImageSlot::imageId).toList())
                .compose(existing -> {
                    List<ImageSlot> wanted = spots.stream()
                            .filter(spot -> !existing.contains(spot.imageId()))
                            .toList();
                    return new Run(title, colors, over).all(wanted);
                })
                .compose(missing -> cancellation.isCancelled()
                        ? Future.<Map<UUID, Failure>>failedFuture(new Failure(ErrorCode.CANCELLED, "Cancelled"))
                        : Future.succeededFuture(missing))
                .onComplete(done -> vertx.cancelTimer(timer));
    }

    private final class Run {
        private final String title;
        private final Optional<BrandColors> colors;
        private final Cancellation over;
        private final Map<UUID, Failure> missing = new HashMap<>();

        Run(String title, Optional<BrandColors> colors, Cancellation over) {
            this.title = title;
            this.colors = colors;
            this.over = over;
        }

        Future<Map<UUID, Failure>> all(List<ImageSlot> wanted) {
            wanted.stream().skip(MOST).forEach(spot -> missing.put(spot.imageId(), tooMany()));
            Iterator<ImageSlot> left = wanted.stream().limit(MOST).iterator();
            List<Future<Void>> lanes =
                    IntStream.range(0, AT_ONCE).mapToObj(lane -> next(left)).toList();
            return Future.join(lanes).map(missing);
        }

        private Future<Void> next(Iterator<ImageSlot> left) {
            return left.hasNext() ? one(left.next()).compose(done -> next(left)) : Future.succeededFuture();
        }

        /** Fails only when the image cannot be stored; that ends the whole request. */
        private Future<Void> one(ImageSlot spot) {
            return drawn(spot).transform(result -> {
                if (result.succeeded()) {
                    return images.save(spot.imageId(), result.result());
                }
                missing.put(spot.imageId(), told(result.cause()));
                return Future.succeededFuture();
            });
        }

        private Future<Image> drawn(ImageSlot spot) {
            return Future.succeededFuture()
                    .map(begun -> spot.prompt(title, colors))
                    .compose(prompt -> attempt(prompt, TRIES));
        }

        private Future<Image> attempt(ImagePrompt prompt, int tries) {
            return model.draw(prompt, over)
                    .recover(cause -> tries > 1 && cause instanceof Failure failure && isWorthAnotherTry(failure)
                            ? pause(failure.retryAfter().orElse(PAUSE)).compose(v -> attempt(prompt, tries - 1))
                            : Future.failedFuture(cause));
        }

        /** Only where the provider has done nothing that is to be paid. */
        private boolean isWorthAnotherTry(Failure failure) {
            boolean undone =
                    failure.code() == ErrorCode.MODEL_UNAVAILABLE || failure.code() == ErrorCode.MODEL_RATE_LIMITED;
            return undone
                    && !over.isCancelled()
                    && failure.retryAfter().orElse(PAUSE).compareTo(LONGEST_PAUSE) <= 0;
        }

        private Future<Void> pause(Duration length) {
            Promise<Void> pause = Promise.promise();
            long timer = vertx.setTimer(Math.max(1, length.toMillis()), id -> pause.tryComplete());
            over.onCancel(() -> {
                vertx.cancelTimer(timer);
                pause.tryFail(new Failure(ErrorCode.CANCELLED, "Cancelled"));
            });
            return pause.future();
        }

        private static Failure told(Throwable cause) {
            if (cause instanceof Failure failure) {
                return failure.code() == ErrorCode.CANCELLED
                        ? new Failure(ErrorCode.MODEL_TIMEOUT, "The picture was not ready in time.")
                        : failure;
            }
            return new Failure(ErrorCode.INTERNAL, "The picture could not be made.", cause);
        }

        private static Failure tooMany() {
            return new Failure(
                    ErrorCode.VALIDATION_FAILED,
                    "At most " + MOST + " images are made at a time. Send the same content again for the others.");
        }
    }
}
