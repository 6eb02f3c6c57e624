package dev.pressroom.model;

import dev.pressroom.base.Cancellation;
import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands out a finished text word by word on the context of the caller, until it is all told or cancelled. */
final class PacedText {
    private static final Pattern PIECE = Pattern.compile("\\s*\\S+\\s*|\\s+");
    /** Without a pace: so many pieces before others get a turn on the event loop. */
    private static final int PIECES_PER_TURN = 40;

    private final Context context;
    private final Vertx vertx;
    private final Matcher pieces;
    private final Duration pace;
    private final Consumer<String> onText;
    private final Promise<Void> told;

    PacedText(Vertx vertx, String text, Duration pace, Consumer<String> onText, Cancellation cancellation) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.pieces = PIECE.matcher(text);
        this.pace = pace;
        this.onText = onText;
        this.told = cancellable(context, cancellation);
    }

    Future<Void> stream() {
        if (pace.isZero()) {
            context.runOnContext(v -> turn());
        } else {
            long timer = vertx.setPeriodic(Math.max(1, pace.toMillis()), id -> tellOne());
            told.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return told.future();
    }

    /** Succeeds after {@code length}, in a later turn of the event loop even if that is zero. */
    static Future<Void> pause(Vertx vertx, Duration length, Cancellation cancellation) {
        Context context = vertx.getOrCreateContext();
        Promise<Void> over = cancellable(context, cancellation);
        if (length.toMillis() == 0) {
            context.runOnContext(v -> over.tryComplete());
        } else {
            long timer = vertx.setTimer(length.toMillis(), id -> over.tryComplete());
            over.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return over.future();
    }

    private void turn() {
        for (int i = 0; i < PIECES_PER_TURN && !told.future().isComplete(); i++) {
            tellOne();
        }
        if (!told.future().isComplete()) {
            context.runOnContext(v -> turn());
        }
    }

    private void tellOne() {
        if (told.future().isComplete()) {
            return;
        }
        if (pieces.find()) {
            onText.accept(pieces.group());
        } else {
            told.tryComplete();
        }
    }

    private static Promise<Void> cancellable(Context context, Cancellation cancellation) {
        Promise<Void> promise = Promise.promise();
        cancellation.onCancel(
                () -> context.runOnContext(v -> promise.tryFail(new Failure(ErrorCode.CANCELLED, "Cancelled"))));
        return promise;
    }
}
