package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.image.Image;
import dev.pressroom.model.draw.Charts;
import dev.pressroom.model.draw.TitleCard;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws charts and title cards, on worker threads, without any provider. The same words give the same picture. */
public final class DemoImageModel implements ImageModel {
    private static final Logger LOG = LoggerFactory.getLogger(DemoImageModel.class);
    private static final int WAITING = 500;

    private final Vertx vertx;
    private final AsyncSemaphore line;

    public DemoImageModel(Vertx vertx) {
        this.vertx = vertx;
        this.line = new AsyncSemaphore(vertx, Math.max(2, Runtime.getRuntime().availableProcessors()), WAITING);
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public Future<Image> draw(ImagePrompt prompt, Cancellation cancellation) {
        return line.acquire(cancellation)
                .compose(turn -> vertx.executeBlocking(() -> drawn(prompt, cancellation), false)
                        .eventually(() -> {
                            turn.release();
                            return Future.succeededFuture();
                        }))
                .recover(cause -> Future.failedFuture(told(cause)));
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

    /** Words that the rules cannot cope with are a fault of ours, but no reason to lose more than this picture. */
    private static Failure told(Throwable cause) {
        if (cause instanceof Failure failure) {
            return failure;
        }
        LOG.atError().setCause(cause).log("picture not drawn");
        return new Failure(ErrorCode.MODEL_ANSWER_INVALID, "The picture could not be drawn.", cause);
    }
}
