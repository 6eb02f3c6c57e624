package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.image.Image;
import dev.pressroom.model.draw.Charts;
import dev.pressroom.model.draw.Pictures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws by rules, on worker threads, without any provider: the same words give the same picture. */
public final class DemoImageModel implements ImageModel {
    private static final Logger LOG = LoggerFactory.getLogger(DemoImageModel.class);
    private static final int WAITING = 500;

    private final Vertx vertx;
    private final long seed;
    private final AsyncSemaphore line;

    public DemoImageModel(Vertx vertx, long seed) {
        this.vertx = vertx;
        this.seed = seed;
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

    private Image drawn(ImagePrompt prompt, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new Failure(ErrorCode.CANCELLED, "Cancelled");
        }
        return new Image(Image.SVG, Buffer.buffer(svg(prompt)));
    }

    private String svg(ImagePrompt prompt) {
        if (prompt.chart().isPresent()) {
            return Charts.draw(prompt.chart().get(), prompt.colors(), seed);
        }
        Pictures pictures = new Pictures(prompt.colors(), seed);
        return switch (prompt.type()) {
            case ImagePrompt.HERO, "hero" -> pictures.hero(prompt.title(), prompt.description());
            case ImagePrompt.SCENARIO -> pictures.scenario(prompt.title(), prompt.description());
            default -> pictures.illustration(prompt.title(), prompt.description());
        };
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
