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

/** Hands out a finished text word by word on the context of the caller, until it is all told or cancelled. */
public final class PacedText {
    /** Without a pace: so many pieces before others get a turn on the event loop. */
    private static final int PIECES_PER_TURN = 40;

    private final Context context;
    private final Vertx vertx;
    private final String text;
    private final Duration pace;
    private final Consumer<String> onText;
    private final Promise<Void> told;
    private int next;

    public PacedText(Vertx vertx, String text, Duration pace, Consumer<String> onText, Cancellation cancellation) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.text = text;
        this.pace = pace;
        this.onText = onText;
        this.told = cancellable(context, cancellation);
    }

    public Future<Void> stream() {
        if (pace.isZero()) {
            context.runOnContext(v -> turn());
        } else {
            long timer = vertx.setPeriodic(Math.max(1, pace.toMillis()), id -> tellOne());
            told.future().onComplete(done -> vertx.cancelTimer(timer));
        }
        return told.future();
    }

    /** Succeeds after {@code length}, in a later turn of the event loop even if that is zero. */
    public static Future<Void> pause(Vertx vertx, Duration length, Cancellation cancellation) {
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
        if (next == text.length()) {
            told.tryComplete();
            return;
        }
        int end = past(past(past(next, true), false), true);
        onText.accept(text.substring(next, end));
        next = end;
    }

    /** The index after a run of white space, or of anything else. */
    private int past(int from, boolean space) {
        int end = from;
        while (end < text.length() && Character.isWhitespace(text.charAt(end)) == space) {
            end++;
        }
        return end;
    }

    private static Promise<Void> cancellable(Context context, Cancellation cancellation) {
        Promise<Void> promise = Promise.promise();
        cancellation.onCancel(
                () -> context.runOnContext(v -> promise.tryFail(new Failure(ErrorCode.CANCELLED, "Cancelled"))));
        return promise;
    }
}
