package dev.pressroom.model;

import dev.pressroom.base.CallScope;
import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.base.ModelUsage;
import dev.pressroom.image.Image;
import dev.pressroom.model.draw.Charts;
import dev.pressroom.model.draw.TitleCard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image model without a provider: draws charts and title cards on worker threads. The same prompt gives the same
 * image.
 */
public final class DemoImageModel implements ImageModel {
    private static final Logger LOG = LoggerFactory.getLogger(DemoImageModel.class);
    private static final int MAX_WAITING = 500;

    private final Vertx vertx;
    private final AsyncSemaphore semaphore;

    public DemoImageModel(Vertx vertx) {
        this.vertx = vertx;
        this.semaphore =
                new AsyncSemaphore(vertx, Math.max(2, Runtime.getRuntime().availableProcessors()), MAX_WAITING);
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public Future<Image> draw(ImagePrompt prompt, CallScope scope) {
        Cancellation cancellation = scope.cancellation();
        return semaphore
                .acquire(cancellation)
                .compose(permit -> vertx.executeBlocking(() -> drawn(prompt, cancellation), false)
                        .eventually(() -> {
                            permit.release();
                            return Future.succeededFuture();
                        }))
                .onSuccess(image -> scope.onUsage().accept(new ModelUsage(name(), 0, 0, 1)))
                .recover(cause -> Future.failedFuture(toFailure(cause)));
    }

    private static Image drawn(ImagePrompt prompt, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new Failure(ErrorCode.CANCELLED, "Cancelled");
        }
        return new Image(Image.SVG, Buffer.buffer(svg(prompt)));
    }

    private static String svg(ImagePrompt prompt) {
        String text = prompt.type().equals(ImagePrompt.HERO) ? "" : prompt.description();
        return prompt.chart()
                .map(chart -> Charts.draw(chart, prompt.colors()))
                .orElseGet(() -> TitleCard.draw(prompt.title(), text, prompt.colors()));
    }

    /** An exception while drawing is an error of this service; only this image fails. */
    private static Failure toFailure(Throwable cause) {
        if (cause instanceof Failure failure) {
            return failure;
        }
        LOG.atError().setCause(cause).log("image could not be drawn");
        return new Failure(ErrorCode.MODEL_ANSWER_INVALID, "The image could not be drawn.", cause);
    }
}
